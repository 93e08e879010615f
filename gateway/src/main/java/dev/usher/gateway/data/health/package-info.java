/// The gateway's own eyes: checks every Director, writes what it sees into data.load at once, and tells who asked.
///
/// Started by the app, asked by the pipeline after traffic has ejected a Director. Imports core, data.load,
/// membership.probe and membership.time.
@NullMarked
package dev.usher.gateway.data.health;

import org.jspecify.annotations.NullMarked;
