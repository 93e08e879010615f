package dev.usher.gateway.control.store;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.TokenDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows within one transaction. Every call may block. *Confined to the transaction's thread.*
public interface Records {

    Versions versions();

    /// By name.
    List<DirectorRow> directors();

    Optional<DirectorRow> director(DirectorName name);

    /// By name.
    List<ClusterRow> clusters();

    Optional<ClusterRow> cluster(ClusterName name);

    /// What was changed of clusters that the configuration file declares, by name.
    List<OverrideRow> overrides();

    Optional<OverrideRow> override(ClusterName cluster);

    /// The cluster that a Director is in.
    Optional<ClusterName> clusterOf(DirectorName director);

    /// All tokens of all clusters that were not revoked, in no order.
    List<TokenRow> tokens();

    /// Revoked tokens of clusters that are no rows: the configuration file declares those. In no order.
    List<TokenRow> revokedElsewhere();

    /// Those of one cluster, the revoked ones too, newest first.
    List<TokenRow> tokens(ClusterName cluster);

    Optional<TokenRow> token(String id);

    /// By name.
    List<DeviceRow> devices();

    Optional<DeviceRow> device(String name);

    /// By Director.
    List<DrainRow> drains();

    Optional<DrainRow> drain(DirectorName director);

    /// Looks at a limited number of entries, so that a call costs the same however long the log is.
    Entry.Page activity(Entry.Query query);

    Optional<SessionRow> session(String digest);

    /// The estate; nothing before its first gateway made it.
    Optional<Estate.Identity> estate();

    Optional<Estate.AuthorityRow> authority(String name);

    Optional<Estate.EnrolmentRow> enrolment(DirectorName director);

    /// The Director whose newest key has this digest.
    Optional<Estate.EnrolmentRow> enrolmentOf(String digest);

    Optional<Estate.RevisionRow> revision(ClusterName cluster);

    /// Gateways that said within the last five seconds that they live.
    List<String> gateways();

    /// How many connections are open by each token at gateways that live, but for `gateway`; tokens without any are
    /// missing.
    Map<TokenDigest, Integer> carriedElsewhere(String gateway);

    /// How many connections each gateway closed for a revoked token, by the gateway's name.
    List<Closure> closures(String token);

    /// @param gateway by its name
    record Closure(String gateway, int connections) {}
}
