/// The typed steps of an exchange on its way in, and the reasons why one may be refused.
///
/// Each step holds the one before it, so no stage can run early. Called by every stage of the data plane.
/// Imports core.model, core.net and core.snapshot.
@NullMarked
package dev.usher.gateway.core.exchange;

import org.jspecify.annotations.NullMarked;
