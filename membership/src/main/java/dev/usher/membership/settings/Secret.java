package dev.usher.membership.settings;

/// Something that must not be shown: a private key, a password's hash. Only [#reveal] gives it away. *Immutable.*
public final class Secret {

    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "(not shown)";
    }
}
