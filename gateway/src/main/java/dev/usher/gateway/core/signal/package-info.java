/// What the data plane and the rosters observe and the control plane may want to know.
///
/// Emitted by data and control.roster, consumed by control; nothing here decides where traffic goes. Imports
/// core.model.
@NullMarked
package dev.usher.gateway.core.signal;

import org.jspecify.annotations.NullMarked;
