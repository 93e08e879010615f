/// The process: `main`, the verbs of the command line, and the construction of everything by plain constructors.
///
/// Called by the operator. May import every other package; the only one that imports picocli.
@NullMarked
package dev.usher.gateway.app;

import org.jspecify.annotations.NullMarked;
