/// What tests of several packages share: sample pictures of the world, certificates made on the spot.
@NullMarked
package dev.usher.gateway.testkit;

import org.jspecify.annotations.NullMarked;
