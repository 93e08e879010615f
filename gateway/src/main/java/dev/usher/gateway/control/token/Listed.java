package dev.usher.gateway.control.token;

import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.TokenSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A token as it is shown in the list of its cluster's. *Immutable.*
///
/// @param row of one that the configuration file declares, without a moment at which it was created
/// @param declared whether the configuration file does, or did before it was revoked
public record Listed(TokenRow row, boolean declared) {

    private static final Comparator<Listed> ORDER = Comparator.comparing(Listed::key);

    /// All tokens of a cluster of the store.
    public static List<Listed> stored(Collection<TokenRow> rows) {
        return rows.stream().map(row -> new Listed(row, false)).sorted(ORDER).toList();
    }

    /// All tokens of a cluster of the configuration file.
    ///
    /// @param revoked rows of tokens that were revoked, of other clusters too: a token is revoked wherever it is
    public static List<Listed> declared(ClusterSettings cluster, Collection<TokenRow> revoked) {
        var rows = new HashMap<String, TokenRow>();
        revoked.forEach(row -> rows.put(row.id(), row));
        var listed = new ArrayList<Listed>();
        var seen = new HashSet<String>();
        for (var token : cluster.access().tokens().list()) {
            var id = Tokens.id(token);
            if (seen.add(id)) {
                listed.add(new Listed(declared(cluster, token, rows.get(id)), true));
            }
        }
        revoked.stream()
                .filter(row -> row.cluster().equals(cluster.name()) && seen.add(row.id()))
                .forEach(row -> listed.add(new Listed(row, true)));
        listed.sort(ORDER);
        return listed;
    }

    private static TokenRow declared(ClusterSettings cluster, TokenSettings token, @Nullable TokenRow revoked) {
        var row = Tokens.row(cluster.name(), Tokens.id(token), token, 0);
        return revoked == null || !revoked.digest().equals(token.digest()) ? row : revoked;
    }

    /// By which the list is in order: the name, and the id where several had it.
    public String key() {
        return row.name() + " " + row.id();
    }
}
