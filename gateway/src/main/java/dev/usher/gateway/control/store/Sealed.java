package dev.usher.gateway.control.store;

import java.util.Arrays;
import java.util.HexFormat;

/// A secret as it lies in the database: nobody reads it without `store.secret_key`. *Immutable.*
public final class Sealed {

    /// No secret.
    public static final Sealed NONE = new Sealed(new byte[0]);

    private final byte[] bytes;

    private Sealed(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Sealed of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Sealed(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed sealed && Arrays.equals(bytes, sealed.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Sealed or not, nobody needs to see it.
    @Override
    public String toString() {
        return isEmpty() ? "none" : "sealed, " + HexFormat.of().toHexDigits((short) bytes.length) + " bytes";
    }
}
