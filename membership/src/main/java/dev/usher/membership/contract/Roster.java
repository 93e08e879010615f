package dev.usher.membership.contract;

/// The names by which sidecars and gateways find each other in Hazelcast.
public final class Roster {

    /// The map from a Director's name to its [dev.usher.membership.contract.proto.RosterEntry], as bytes.
    public static final String MAP = "usher-roster";

    /// Member attributes: what a member is, and for which Director it speaks.
    public static final String ATTRIBUTE_ROLE = "role";

    public static final String ATTRIBUTE_DIRECTOR = "director";
    public static final String ROLE_DIRECTOR = "director";

    /// Each sidecar speaks at least this often, whether or not anything changed.
    public static final long REFRESH_SECONDS = 3;

    /// A word is fresh while it moved within this time.
    public static final long FRESH_SECONDS = 10;

    /// Where Hazelcast itself listens behind a mesh, on loopback, for members and for clients. Part of the names by
    /// which members know each other, so all must agree on them.
    public static final int INNER_MEMBER_PORT = 15_701;

    public static final int INNER_CLIENT_PORT = 15_801;

    private static final int BACKUPS_MAX = 6;

    private Roster() {}

    /// Hazelcast's name of a cluster. The number is the contract's generation: members of different ones never meet.
    public static String clusterName(String cluster) {
        return "usher-2-" + cluster;
    }

    /// Where gateways connect to in a cluster without TLS, beside the members' own port.
    public static int clientPort(int port) {
        return port + 1;
    }

    /// How many other members hold each word: all of them, up to Hazelcast's limit.
    public static int backups(int configured) {
        return Math.min(BACKUPS_MAX, configured - 1);
    }
}
