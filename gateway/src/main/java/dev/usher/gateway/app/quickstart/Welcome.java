package dev.usher.gateway.app.quickstart;

import java.io.PrintStream;
import java.util.Locale;

/// What a quickstart says when it is ready: addresses, a request that works as printed, and what to try next.
/// *Immutable.*
record Welcome(Ports ports, Site site, String token, String apiToken) {

    void print(PrintStream out, double seconds) {
        out.printf(
                Locale.ROOT,
                """

                Usher is ready after %.1f s.

                  agents   https://127.0.0.1:%d   (without TLS: http://127.0.0.1:%d)
                  token    %s
                  admin    http://127.0.0.1:%d   (API token: %s)
                  metrics  http://127.0.0.1:%d/metrics
                  files    %s

                Send something:

                  curl --cacert %s -H 'Authorization: Bearer %s' -d '{"event":1}' https://127.0.0.1:%d/events

                Kill a Director and watch the others go on (then start it again, in another terminal):

                  source %s
                  kill -9 $USHER_DIRECTOR_1_PID
                  while sleep 0.3; do curl -s --cacert "$USHER_CA" -H "Authorization: Bearer $USHER_TOKEN" $USHER_AGENT_URL/; done
                  eval "$USHER_DIRECTOR_1_RESTART"

                Ctrl-C stops everything.
                %n""",
                seconds,
                ports.https(),
                ports.http(),
                token,
                ports.admin(),
                apiToken,
                ports.metrics(),
                site.root(),
                Shell.word(site.authority().toString()),
                token,
                ports.https(),
                Shell.word(site.environment().toString()));
    }
}
