package dev.usher.gateway.control.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets with `store.secret_key`, each for one purpose, as in `cluster/NAME/private_key`: what was sealed for
/// one cannot be put in the place of another. AES-256-GCM; a sealed secret is a version byte, a random nonce and the
/// cipher's text with its tag. *Thread-safe:* a cipher for each call.
public final class Seal {

    /// What a key may look like, for messages.
    public static final String EXPECTED = "32 random bytes as 64 hexadecimal digits or in base64";

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte VERSION = 1;
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{64}");

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private Seal(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /// @throws IllegalArgumentException when it is no key; says so without showing it
    public static Seal of(String secretKey) {
        var text = secretKey.strip();
        byte[] bytes;
        try {
            bytes = HEX.matcher(text).matches()
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw unusable(text.length() + " characters that are neither");
        }
        if (bytes.length != KEY_BYTES) {
            throw unusable(bytes.length + " bytes");
        }
        return new Seal(bytes);
    }

    private static IllegalArgumentException unusable(String found) {
        return new IllegalArgumentException("store.secret_key: " + found + " (expected: " + EXPECTED + ")");
    }

    /// A new key, in the form that [#of] reads.
    public static String newKey() {
        var bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public Sealed seal(String purpose, byte[] secret) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var text = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(secret);
            var sealed = new byte[1 + NONCE_BYTES + text.length];
            sealed[0] = VERSION;
            System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
            System.arraycopy(text, 0, sealed, 1 + NONCE_BYTES, text.length);
            return Sealed.of(sealed);
        } catch (GeneralSecurityException problem) {
            throw new IllegalStateException("no " + CIPHER + " on this machine", problem);
        }
    }

    /// @throws Broken when it was sealed with another key or for another purpose, or was changed since
    public byte[] unseal(String purpose, Sealed sealed) {
        var bytes = sealed.bytes();
        if (bytes.length < 1 + NONCE_BYTES + TAG_BITS / Byte.SIZE || bytes[0] != VERSION) {
            throw new Broken(purpose, null);
        }
        try {
            var nonce = Arrays.copyOfRange(bytes, 1, 1 + NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, nonce, purpose)
                    .doFinal(bytes, 1 + NONCE_BYTES, bytes.length - 1 - NONCE_BYTES);
        } catch (AEADBadTagException problem) {
            throw new Broken(purpose, problem);
        } catch (GeneralSecurityException problem) {
            throw new IllegalStateException("no " + CIPHER + " on this machine", problem);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
