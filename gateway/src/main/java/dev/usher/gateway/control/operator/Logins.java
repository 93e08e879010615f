package dev.usher.gateway.control.operator;

import dev.usher.gateway.control.store.SessionRow;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.membership.time.Ticker;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Lets people log in and knows them again. *Thread-safe: one lock around the counts of failures.*
///
/// A session's `csrf` is made of the cookie's value and the hash of the password, so a session whose password was
/// changed since is not good any more, without anybody having to look for it.
public final class Logins implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Logins.class.getName());
    private static final int COOKIE_BYTES = 32;
    private static final Pattern COOKIE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private volatile Users users;
    private final Sessions sessions;
    private final SessionLimits limits;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Passwords passwords = new Passwords();
    private final Patience emails;
    private final Patience sources;

    /// @param random hard to guess; safe for several threads
    public Logins(Users users, Sessions sessions, SessionLimits limits, Ticker ticker, RandomGenerator random) {
        this.users = users;
        this.sessions = sessions;
        this.limits = limits;
        this.ticker = ticker;
        this.random = random;
        this.emails = new Patience(ticker);
        this.sources = new Patience(ticker);
    }

    /// From now on it is these who may log in, and whose sessions are good.
    public void admit(Users next) {
        users = next;
    }

    /// Opens a session for whoever knows the password.
    ///
    /// @param ip from where
    public CompletableFuture<Login> login(String email, String password, String ip) {
        var left = begin(email, ip);
        if (left.isPositive()) {
            return CompletableFuture.completedFuture(new Login.Wait(left));
        }
        var known = users;
        var user = known.find(email);
        var hash = user.map(Users.User::hash).orElseGet(() -> known.decoy(email));
        try {
            return passwords.match(password, hash).thenCompose(matches -> {
                if (user.isEmpty() || !matches) {
                    LOG.log(Level.INFO, "login of {0} from {1} is refused", email, ip);
                    return CompletableFuture.completedFuture(new Login.Refused());
                }
                succeeded(email, ip);
                return open(user.get(), ip);
            });
        } catch (RejectedExecutionException _) {
            undecided(email, ip);
            return CompletableFuture.completedFuture(new Login.Busy());
        }
    }

    /// Who comes with this cookie.
    public CompletableFuture<Optional<Session>> find(String cookie) {
        if (!COOKIE.matcher(cookie).matches()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return sessions.use(digest(cookie)).thenApply(found -> found.flatMap(row -> known(row, cookie)));
    }

    /// The same, without that the session is used.
    public CompletableFuture<Optional<Session>> look(String cookie) {
        return sessions.look(digest(cookie)).thenApply(found -> found.flatMap(row -> known(row, cookie)));
    }

    public CompletableFuture<Void> logout(Session session, String ip) {
        LOG.log(Level.INFO, "{0} logged out from {1}", session.operator().email(), ip);
        return sessions.end(session.digest());
    }

    @Override
    public void close() {
        passwords.close();
    }

    private CompletableFuture<Login> open(Users.User user, String ip) {
        var bytes = new byte[COOKIE_BYTES];
        random.nextBytes(bytes);
        var cookie = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        long now = ticker.epochMillis();
        var email = user.operator().email();
        var row = new SessionRow(digest(cookie), email, csrf(cookie, user), now, now);
        return sessions.open(row).thenApply(_ -> {
            LOG.log(Level.INFO, "{0} logged in from {1}", email, ip);
            return new Login.Opened(cookie, session(row, user));
        });
    }

    private Optional<Session> known(SessionRow row, String cookie) {
        return users.find(row.email())
                .filter(user -> same(row.csrf(), csrf(cookie, user)))
                .map(user -> session(row, user));
    }

    private Session session(SessionRow row, Users.User user) {
        return new Session(row.digest(), user.operator(), row.csrf(), limits.expires(row));
    }

    /// How long to wait; when that is not at all, a try has begun.
    private synchronized Duration begin(String email, String ip) {
        var byEmail = emails.wait(Users.key(email));
        var bySource = sources.wait(source(ip));
        var longer = byEmail.compareTo(bySource) >= 0 ? byEmail : bySource;
        if (longer.isZero()) {
            emails.tried(Users.key(email));
            sources.tried(source(ip));
        }
        return longer;
    }

    private synchronized void succeeded(String email, String ip) {
        emails.succeeded(Users.key(email));
        sources.succeeded(source(ip));
    }

    private synchronized void undecided(String email, String ip) {
        emails.undecided(Users.key(email));
        sources.undecided(source(ip));
    }

    /// A network of IPv6 that one place has whole counts as one.
    static String source(String ip) {
        try {
            var address = AccessRule.parse(ip).first();
            return address.v4() ? ip : Long.toHexString(address.high());
        } catch (IllegalArgumentException _) {
            return ip;
        }
    }

    private static String csrf(String cookie, Users.User user) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(cookie.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            mac.update("usher session\n".getBytes(StandardCharsets.US_ASCII));
            var made = mac.doFinal(user.hash().reveal().getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(made);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String digest(String cookie) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(cookie.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
