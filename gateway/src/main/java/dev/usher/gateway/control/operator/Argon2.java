package dev.usher.gateway.control.operator;

import dev.usher.gateway.core.model.PasswordHash;
import dev.usher.gateway.core.model.PasswordHash.Cost;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Makes and tries argon2id hashes. Takes as much memory and time as the hash's cost says.
public final class Argon2 {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private Argon2() {}

    /// A hash of `password` at the usual cost.
    public static PasswordHash hash(String password, RandomGenerator random) {
        return hash(password, Cost.USUAL, random);
    }

    static PasswordHash hash(String password, Cost cost, RandomGenerator random) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return PasswordHash.of(cost, salt, digest(password, cost, salt, HASH_BYTES));
    }

    static boolean matches(String password, PasswordHash hash) {
        var expected = hash.hash();
        return MessageDigest.isEqual(expected, digest(password, hash.cost(), hash.salt(), expected.length));
    }

    private static byte[] digest(String password, Cost cost, byte[] salt, int bytes) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        var digest = new byte[bytes];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), digest);
        return digest;
    }
}
