package dev.usher.membership.contract;

/// How many of a cluster's configured Directors are present, and how many make a majority. *Immutable.*
public record Quorum(int have, int configured) {

    public int need() {
        return configured / 2 + 1;
    }

    public boolean ok() {
        return have >= need();
    }

    @Override
    public String toString() {
        return have + " of " + configured + " present, " + need() + " needed";
    }
}
