package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.events.Events;
import dev.usher.gateway.control.fleet.Fixtures;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.operator.ApiKey;
import dev.usher.gateway.control.operator.Logins;
import dev.usher.gateway.control.operator.MemorySessions;
import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.control.operator.Operators;
import dev.usher.gateway.control.operator.People;
import dev.usher.gateway.control.operator.Reception;
import dev.usher.gateway.control.operator.SessionLimits;
import dev.usher.gateway.core.model.Permission;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.membership.time.FakeTicker;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A management address with users, and a script for each permission, named `only-` and that, and for all others of it,
/// named `without-` and that.
final class TestOffice {

    final FakeTicker time = new FakeTicker();
    final Vertx vertx = Vertx.vertx();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Logins logins;
    private final ApiSources sources;
    private final AdminServer server;

    /// Nothing is kept.
    TestOffice() throws Exception {
        this(null);
    }

    /// @param estate what is kept; null for nothing
    TestOffice(@Nullable TestEstate estate) throws Exception {
        var limits = new SessionLimits(Duration.ofMinutes(30), Duration.ofHours(12));
        logins = new Logins(People.users(), new MemorySessions(limits, time), limits, time, new Random(7));
        var trusted = AccessList.of(List.of(AccessRule.parse("127.0.0.1")));
        sources = new ApiSources(
                new GatewayFacts("edge-1", "0.1.0", time.epochMillis()),
                new Fleet(List.of(Fixtures.cluster(3)), time),
                new Snapshots(),
                new StubData(),
                new Reception(new Operators(keys()), logins, trusted),
                estate == null ? null : estate.management(),
                () -> estate == null ? Fixtures.declared(3) : estate.declared(),
                () -> null,
                () -> "",
                List.of(),
                time);
        server = AdminServer.start(vertx, Binding.plain("127.0.0.1", 0), null, sources)
                .await(60, TimeUnit.SECONDS);
    }

    List<Operation> operations() {
        return Operations.all(vertx, sources);
    }

    int port() {
        return server.port();
    }

    HttpRequest.Builder request(String method, String path, @Nullable String body) {
        var publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/api/v1" + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, publisher);
        return body == null ? request : request.header("Content-Type", "application/json");
    }

    /// A call of the script `token`.
    HttpResponse<String> call(String method, String path, String token, @Nullable String body) throws Exception {
        return send(request(method, path, body).header("Authorization", "Bearer " + token));
    }

    /// The same by somebody who may do everything, with `If-Match`.
    HttpResponse<String> callOf(long revision, String method, String path, @Nullable String body) throws Exception {
        return send(request(method, path, body)
                .header("Authorization", "Bearer all")
                .header("If-Match", Revision.tag(revision)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /// Whose lines come as they come.
    HttpResponse<Stream<String>> open(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofLines());
    }

    /// Without its body, which may have no end.
    int status(HttpRequest.Builder request) throws Exception {
        var response = client.send(request.build(), BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    Fleet fleet() {
        return sources.fleet();
    }

    Events events() {
        return sources.events();
    }

    void close() throws Exception {
        client.shutdownNow();
        client.close();
        logins.close();
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    private static List<ApiKey> keys() throws GeneralSecurityException {
        var keys = new ArrayList<ApiKey>();
        for (var permission : Permission.values()) {
            keys.add(key("only-" + permission, EnumSet.of(permission)));
            keys.add(key("without-" + permission, EnumSet.complementOf(EnumSet.of(permission))));
        }
        keys.add(key("all", Set.of(Permission.values())));
        keys.add(key("none", Set.of()));
        return keys;
    }

    private static ApiKey key(String token, Set<Permission> permissions) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        return new ApiKey(TokenDigest.of(digest), new Operator(token, token + "@example.com", permissions));
    }
}
