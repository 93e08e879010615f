/// Access tokens of clusters: how they are made, how long they are good, how they are taken back. Their values are
/// shown once and never kept.
///
/// Called by `api`. May import core, the store, and what all changes have in common.
@NullMarked
package dev.usher.gateway.control.token;

import org.jspecify.annotations.NullMarked;
