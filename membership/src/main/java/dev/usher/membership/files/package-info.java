/// Files that are whole or not there, whenever the power goes.
///
/// Used by whatever must remember: the sidecar's state and identity, a gateway's authority. Imports the JDK only.
@NullMarked
package dev.usher.membership.files;

import org.jspecify.annotations.NullMarked;
