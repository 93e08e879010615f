package dev.usher.gateway.control.operator;

import dev.usher.gateway.core.config.UserSettings;
import dev.usher.gateway.core.model.PasswordHash;
import dev.usher.gateway.core.model.Permission;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Users whose passwords are tried fast.
public final class People {

    public static final String ADA = "ada@example.com";
    public static final String BOB = "bob@example.com";
    public static final String PASSWORD = "correct horse battery";

    private People() {}

    /// Ada may all, Bob may read clusters.
    public static Users users() {
        return Users.of(List.of(
                user(ADA, PASSWORD, Set.of(Permission.values())),
                user(BOB, "bob's " + PASSWORD, Set.of(Permission.CLUSTER_READ))));
    }

    public static UserSettings user(String email, String password, Set<Permission> permissions) {
        var cheap = new PasswordHash.Cost(8, 1, 1);
        return new UserSettings(email, Argon2.hash(password, cheap, new Random(7)), permissions);
    }
}
