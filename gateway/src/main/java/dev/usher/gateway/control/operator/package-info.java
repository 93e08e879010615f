/// Who may use the management API, and for what: API tokens, known by their digests only.
///
/// Made by app from the configuration, asked by control.api. Imports core.model and core.config.
@NullMarked
package dev.usher.gateway.control.operator;

import org.jspecify.annotations.NullMarked;
