package dev.usher.gateway.control.api;

import java.util.function.BooleanSupplier;

/// Something that has to be so before a gateway calls itself ready.
///
/// @param name as `/readyz?verbose` shows it, as in `snapshot_published`
/// @param passes asked on an event loop: a look at memory, nothing more
public record ReadyCheck(String name, BooleanSupplier passes) {}
