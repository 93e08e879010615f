/// Who may use the management API, and for what: scripts by their API tokens, people by password and session. Neither
/// tokens nor cookies nor passwords are kept, but what is made of them.
///
/// Made by app from the configuration, asked by control.api. Imports core, control.store and the clock.
@NullMarked
package dev.usher.gateway.control.operator;

import org.jspecify.annotations.NullMarked;
