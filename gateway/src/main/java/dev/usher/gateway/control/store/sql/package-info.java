/// Rows in SQLite and PostgreSQL: the only room that speaks SQL.
///
/// Called by `app`, which opens a store; everybody else knows the port in `control.store`. The schema lies beside the
/// classes as migrations. Imports the port, core, the clock, JDBC, both drivers and Flyway.
@NullMarked
package dev.usher.gateway.control.store.sql;

import org.jspecify.annotations.NullMarked;
