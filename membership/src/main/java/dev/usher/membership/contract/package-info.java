/// What sidecar and gateway say to each other: the roster's names, and the words in it as protobuf bytes.
///
/// Used by the sidecar, who writes, and the gateway, who reads. Whatever changes here must still be understood by the
/// other one of the release before. Imports the JDK and protobuf only.
@NullMarked
package dev.usher.membership.contract;

import org.jspecify.annotations.NullMarked;
