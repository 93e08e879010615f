package dev.usher.benchmarks.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// HAProxy with the same checks and the same work on the head as Usher, one thread, nothing logged.
final class Haproxy {

    private Haproxy() {}

    static Candidate start(Site site) throws IOException {
        var ports = Site.freePorts(2);
        var folder = site.folder();
        var settings = new StringBuilder(settings(ports, folder.resolve(Certificate.BOTH)));
        for (var port : site.directors()) {
            settings.append("  server director-%d 127.0.0.1:%d\n".formatted(port, port));
        }
        Files.writeString(folder.resolve("haproxy.cfg"), settings);
        Files.write(folder.resolve("sources.acl"), Site.SOURCES);
        Files.write(
                folder.resolve("tokens.acl"),
                site.tokens().stream().map("Bearer "::concat).toList());
        // -db: one process in the foreground, so that its pid is the one measured.
        var child = Child.start(folder, Candidate.HAPROXY, Cores.PROXY, List.of("haproxy", "-db", "-f", "haproxy.cfg"));
        return new Candidate(Candidate.HAPROXY, child, ports.getFirst(), ports.getLast());
    }

    private static String settings(List<Integer> ports, Path certificate) {
        return """
                global
                  maxconn 4000
                  nbthread 1
                  ssl-default-bind-options ssl-min-ver TLSv1.3
                defaults
                  mode http
                  option http-keep-alive
                  timeout client 5m
                  timeout http-keep-alive 5m
                  timeout http-request 10s
                  timeout connect 2s
                  timeout server 60s
                frontend agents
                  bind 127.0.0.1:%d
                  bind 127.0.0.1:%d ssl crt %s alpn http/1.1
                  tcp-request connection reject unless { src -f sources.acl }
                  http-request deny deny_status 401 unless { req.hdr(authorization) -m str -f tokens.acl }
                  http-request del-header authorization
                  option forwardfor
                  http-request set-header X-Forwarded-Proto https if { ssl_fc }
                  http-request set-header X-Forwarded-Proto http unless { ssl_fc }
                  http-request set-header X-Forwarded-Host %%[req.hdr(host)]
                  http-request set-header X-Request-Id %%[uuid()] unless { req.hdr(x-request-id) -m found }
                  default_backend directors
                backend directors
                  balance leastconn
                  http-reuse always
                  option httpchk GET /health
                  default-server check inter 500ms fall 2 rise 2
                """.formatted(ports.getFirst(), ports.getLast(), certificate);
    }
}
