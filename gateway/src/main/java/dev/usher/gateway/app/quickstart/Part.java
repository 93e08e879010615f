package dev.usher.gateway.app.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One process of a quickstart, as it is meant to run. *Immutable.*
///
/// @param name such as `director-1`
/// @param arguments of the launcher
record Part(String name, List<String> arguments) {

    Part {
        arguments = List.copyOf(arguments);
    }

    static Part director(Ports ports, int number) {
        var name = "director-" + number;
        return new Part(name, List.of("director", name, Integer.toString(ports.director(number))));
    }

    static Part sidecar(Site site, int number) {
        return new Part(
                "sidecar-" + number, List.of("sidecar", site.sidecar(number).toString()));
    }

    static Part gateway(Site site) {
        return new Part("gateway", List.of("gateway", site.gateway().toString()));
    }

    List<String> command(String launcher) {
        var command = new ArrayList<String>();
        command.add(launcher);
        command.addAll(arguments);
        return command;
    }

    /// How its variables in `quickstart.env` begin.
    String variable() {
        return "USHER_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /// A script that starts it again, in the background and tied to the same supervisor, writes its new PID into
    /// `quickstart.env` and prints it.
    String restart(String launcher, Site site) {
        return """
                #!/usr/bin/env bash
                # Starts %1$s of this quickstart again, in the background, and prints its PID. It ends with the quickstart.
                export USHER_QUICKSTART_LOCK=%2$s
                %3$s </dev/null >>%4$s 2>&1 &
                pid=$!
                env=%5$s
                exec 9<"$0"
                ! command -v flock >/dev/null || flock 9
                umask 077
                sed "s/^%6$s_PID=.*/%6$s_PID=$pid/" "$env" >"$env.$pid" && mv "$env.$pid" "$env"
                echo "$pid"
                """.formatted(
                        name,
                        Shell.word(site.lock().toString()),
                        Shell.line(command(launcher)),
                        Shell.word(site.output(name).toString()),
                        Shell.word(site.environment().toString()),
                        variable());
    }
}
