/// What an estate keeps: rows as plain records, and the one way to read and to change them.
///
/// Called by the rooms of control that hold rules; the rules are theirs. `store.sql` keeps the rows in SQLite or
/// PostgreSQL. Imports core, secrets, files and the clock.
@NullMarked
package dev.usher.gateway.control.store;

import org.jspecify.annotations.NullMarked;
