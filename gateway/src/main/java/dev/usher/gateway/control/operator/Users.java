package dev.usher.gateway.control.operator;

import dev.usher.gateway.core.config.UserSettings;
import dev.usher.gateway.core.model.PasswordHash;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The people who may log in, by e-mail address whatever its case. *Immutable.*
public final class Users {

    private static final byte[] NOTHING = new byte[32];

    private final Map<String, User> users;
    private final List<PasswordHash> decoys;

    /// @param operator named by its e-mail address
    record User(Operator operator, PasswordHash hash) {}

    private Users(Map<String, User> users) {
        this.users = Map.copyOf(users);
        var costs = users.values().stream().map(user -> user.hash.cost()).sorted(Users::compare);
        var decoys =
                costs.map(cost -> PasswordHash.of(cost, new byte[16], NOTHING)).toList();
        this.decoys =
                decoys.isEmpty() ? List.of(PasswordHash.of(PasswordHash.Cost.USUAL, new byte[16], NOTHING)) : decoys;
    }

    /// Those that the configuration names.
    public static Users of(List<UserSettings> settings) {
        var users = new HashMap<String, User>();
        for (var user : settings) {
            var operator = new Operator(user.email(), user.email(), user.permissions());
            users.put(key(user.email()), new User(operator, user.hash()));
        }
        return new Users(users);
    }

    Optional<User> find(String email) {
        return Optional.ofNullable(users.get(key(email)));
    }

    /// What a stranger's password is held against, at the cost of somebody's hash and always the same one's, so that
    /// the time it takes tells nothing.
    PasswordHash decoy(String email) {
        return decoys.get(Math.floorMod(key(email).hashCode(), decoys.size()));
    }

    static String key(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    private static int compare(PasswordHash.Cost a, PasswordHash.Cost b) {
        return Integer.compare(a.memoryKib() * a.passes(), b.memoryKib() * b.passes());
    }
}
