/// Tests of the mesh over real sockets, and the certificates that good and bad parties show in them.
@NullMarked
package dev.usher.membership.mesh;

import org.jspecify.annotations.NullMarked;
