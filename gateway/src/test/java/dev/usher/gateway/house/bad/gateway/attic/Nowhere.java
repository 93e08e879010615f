package dev.usher.gateway.house.bad.gateway.attic;

/// Stands in a package the table does not know.
record Nowhere() {}
