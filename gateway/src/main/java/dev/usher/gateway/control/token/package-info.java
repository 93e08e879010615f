/// Access tokens of clusters: how they are made, how long they are good, how they are taken back. Their values are
/// shown once and never kept. And what came of it: connections that ended, uses.
///
/// Called by `api` and `app`. May import core, the store, the clock, and what all changes have in common.
@NullMarked
package dev.usher.gateway.control.token;

import org.jspecify.annotations.NullMarked;
