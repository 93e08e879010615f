package dev.usher.gateway.house.bad.gateway.control.api;

import java.sql.Connection;

/// Talks to the database past the store.
public record Office(Connection connection) {}
