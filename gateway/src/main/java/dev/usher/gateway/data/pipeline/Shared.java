package dev.usher.gateway.data.pipeline;

import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.gateway.data.account.AccessLog;
import dev.usher.gateway.data.account.Meters;
import dev.usher.gateway.data.load.DirectorLoad;
import dev.usher.gateway.data.load.LoadTable;
import dev.usher.membership.time.Ticker;
import java.util.function.Consumer;

/// What all event loops of the data plane share. Each part says itself how it is shared.
///
/// @param told whether the access log wants to know method, path and request id
/// @param ejected is told of Directors that live traffic found refusing or resetting
public record Shared(
        Snapshots snapshots,
        LoadTable loads,
        Meters meters,
        AccessLog log,
        boolean told,
        Ticker ticker,
        Consumer<DirectorLoad> ejected) {}
