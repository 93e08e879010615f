/// Reads YAML configuration: typed values with their places, and every mistake of a file at once.
///
/// The configuration packages of sidecar and gateway walk a document through [Section]; nobody else in the
/// house imports the YAML library. Imports the JDK and that library only.
@NullMarked
package dev.usher.membership.settings;

import org.jspecify.annotations.NullMarked;
