/// The words both planes share: names of clusters, Directors, services, listeners and tokens.
///
/// Everything in the gateway may use them. Imports the JDK only.
@NullMarked
package dev.usher.gateway.core.model;

import org.jspecify.annotations.NullMarked;
