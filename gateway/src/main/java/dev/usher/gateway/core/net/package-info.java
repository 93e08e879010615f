/// Addresses and networks: what an access list is made of, and the list itself.
///
/// Called by configuration, by the snapshot and by the access stage. Imports the JDK and the ipaddress
/// library, which parses; what decides is sorted ranges of primitives.
@NullMarked
package dev.usher.gateway.core.net;

import org.jspecify.annotations.NullMarked;
