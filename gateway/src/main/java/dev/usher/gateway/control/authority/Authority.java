package dev.usher.gateway.control.authority;

import dev.usher.gateway.control.authority.Admission.Admitted;
import dev.usher.gateway.control.authority.Admission.Enrolled;
import dev.usher.gateway.control.authority.Admission.Refused;
import dev.usher.gateway.control.store.Estate;
import dev.usher.gateway.control.store.Estate.EnrolmentRow;
import dev.usher.gateway.control.store.Estate.RevisionRow;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.EnrolmentKey;
import dev.usher.membership.mesh.MeshKeys;
import dev.usher.membership.mesh.MeshName;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Who belongs to the estate, and what was said in its name: certificates, enrolment keys, the epoch, revisions.
///
/// All of it is in the store, keys sealed; each change is read, made and written in one transaction.
/// *Thread-safe. Everything blocks.*
public final class Authority {

    /// A key's own bearer may ask again for so long, as the answer may have been lost.
    static final long REPEAT_MILLIS = 10 * 60_000L;

    /// Above it an epoch is not raised: nobody should be able to use them up.
    static final long EPOCH_MAX = Long.MAX_VALUE / 2;

    private static final String ESTATE = "estate";

    private final Archive archive;
    private final String gateway;
    private final Ticker ticker;
    private final SecureRandom random;
    private final String estate;
    private final Issuer issuer;
    private final AtomicLong epoch;
    private final Map<ClusterName, Issuer> clusters = new ConcurrentHashMap<>();

    /// Who came last for each Director, by the SHA-256 of its public key.
    private final Map<DirectorName, String> bearers = new ConcurrentHashMap<>();

    private Authority(
            Archive archive,
            String gateway,
            Ticker ticker,
            SecureRandom random,
            Estate.Identity identity,
            Issuer issuer) {
        this.archive = archive;
        this.gateway = gateway;
        this.ticker = ticker;
        this.random = random;
        this.estate = identity.name();
        this.epoch = new AtomicLong(identity.epoch());
        this.issuer = issuer;
    }

    /// The estate that `store` keeps, founded if there is none.
    ///
    /// @param gateway the name of the one who asks
    /// @throws IOException when the store cannot say
    public static Authority open(Store store, Seal seal, String gateway, Ticker ticker, SecureRandom random)
            throws IOException, GeneralSecurityException {
        var archive = new Archive(store, seal);
        return archive.keep(notes -> {
            var identity = notes.estate().orElse(null);
            if (identity == null) {
                identity = new Estate.Identity(UUID.randomUUID().toString(), 1);
                notes.put(identity);
                archive.put(notes, ESTATE, Issuer.make("Usher estate " + identity.name(), now(ticker), random));
            }
            var issuer = archive.issuer(notes, ESTATE);
            if (issuer == null) {
                throw new IllegalStateException("the store holds an estate without its authority (expected: both)");
            }
            return new Authority(archive, gateway, ticker, random, identity, issuer);
        });
    }

    /// The name of the estate.
    public String estate() {
        return estate;
    }

    /// What signed every client certificate of the estate.
    public X509Certificate certificate() {
        return issuer.certificate();
    }

    /// The same in PEM.
    public byte[] pem() throws GeneralSecurityException {
        return Archive.pem(certificate()).getBytes(StandardCharsets.US_ASCII);
    }

    /// Exchanges a key for a certificate of `subject`. It is good once; its own bearer may repeat the question for a
    /// while.
    public Admission enrol(DirectorName director, String key, PublicKey subject)
            throws IOException, GeneralSecurityException {
        var bearer = EnrolmentKey.sha256(subject.getEncoded());
        var admission = archive.<Admission>keep(notes -> {
            var enrolment = enrolment(notes, director);
            var digest = EnrolmentKey.digest(key);
            if (enrolment.digest() == null || !EnrolmentKey.same(enrolment.digest(), digest)) {
                return new Refused(whose(notes, digest));
            }
            if (enrolment.usedEpochMillis() != 0 && !repeats(enrolment, bearer)) {
                return new Refused("its key was used before");
            }
            long used = enrolment.usedEpochMillis() == 0 ? ticker.epochMillis() : enrolment.usedEpochMillis();
            notes.put(new EnrolmentRow(director.value(), enrolment.digest(), used, bearer));
            return new Enrolled(issuer.client(name(director), subject, now(ticker), random));
        });
        if (admission instanceof Enrolled) {
            bearers.put(director, bearer);
        }
        return admission;
    }

    /// A new certificate for who has one already.
    public Admission renew(DirectorName director, PublicKey subject) throws IOException, GeneralSecurityException {
        return admit(director, subject, 0) instanceof Refused refused
                ? refused
                : new Enrolled(issuer.client(name(director), subject, now(ticker), random));
    }

    /// Whether the bearer of a certificate of this estate still speaks for `director`, and by which epoch it can be
    /// directed: our own, raised and written down should it have obeyed a higher one.
    /// While the store cannot say, what was known last is believed.
    public Admission admit(DirectorName director, PublicKey subject, long highestEpoch)
            throws IOException, GeneralSecurityException {
        refresh(director);
        var known = bearers.get(director);
        if (known != null && !EnrolmentKey.same(known, EnrolmentKey.sha256(subject.getEncoded()))) {
            return new Refused(
                    known.equals(EnrolmentRow.NOBODY) ? "it has not enrolled" : "another one has enrolled since");
        }
        if (highestEpoch < 0 || highestEpoch > EPOCH_MAX) {
            return new Refused(
                    "highest_epoch: " + Long.toUnsignedString(highestEpoch) + " (expected: at most " + EPOCH_MAX + ")");
        }
        return new Admitted(highestEpoch <= epoch.get() ? epoch.get() : raise(highestEpoch));
    }

    private void refresh(DirectorName director) throws IOException, GeneralSecurityException {
        try {
            var bearer = archive.read(records -> {
                known(records);
                return Objects.requireNonNullElse(enrolment(records, director).publicKey(), "");
            });
            if (bearer.isEmpty()) {
                bearers.remove(director);
            } else {
                bearers.put(director, bearer);
            }
        } catch (IOException e) {
            if (!bearers.containsKey(director)) {
                throw e;
            }
        }
    }

    private long raise(long obeyed) throws IOException, GeneralSecurityException {
        long raised = archive.keep(notes -> {
            long now = known(notes);
            if (now >= obeyed) {
                return now;
            }
            notes.put(new Estate.Identity(estate, obeyed + 1));
            return obeyed + 1;
        });
        return epoch.accumulateAndGet(raised, Math::max);
    }

    /// The highest epoch of the estate that was seen.
    public long epoch() {
        return epoch.get();
    }

    /// The revision of a managed cluster: the last one while `content` stays the same, else the next one.
    ///
    /// @param reported the highest that one of its sidecars runs; ours is never below it
    public long revision(ClusterName cluster, byte[] content, long reported)
            throws IOException, GeneralSecurityException {
        var digest = EnrolmentKey.sha256(content);
        return archive.keep(notes -> {
            known(notes);
            var last = notes.revision(cluster).orElse(new RevisionRow(cluster.value(), 0, ""));
            if (last.content().equals(digest) && last.number() >= reported) {
                return last.number();
            }
            var next = new RevisionRow(cluster.value(), Math.max(last.number(), reported) + 1, digest);
            notes.put(next);
            return next.number();
        });
    }

    /// What signs the certificates of a managed cluster's mesh.
    public X509Certificate certificate(ClusterName cluster) throws IOException, GeneralSecurityException {
        return issuer(cluster).certificate();
    }

    /// The certificate by which `director` is known in its cluster's mesh.
    public X509Certificate directorLeaf(ClusterName cluster, DirectorName director, PublicKey subject)
            throws IOException, GeneralSecurityException {
        var name = new MeshName(cluster.value(), MeshName.Role.DIRECTOR, director.value());
        return issuer(cluster).peer(name, subject, now(ticker), random);
    }

    /// By what this gateway is known in the mesh of a managed cluster; made anew by each call.
    public MeshKeys gatewayKeys(ClusterName cluster) throws IOException, GeneralSecurityException {
        var keys = Issuer.keys(random);
        var signer = issuer(cluster);
        var name = new MeshName(cluster.value(), MeshName.Role.GATEWAY, gateway);
        var leaf = signer.peer(name, keys.getPublic(), now(ticker), random);
        return MeshKeys.issued(List.of(leaf, signer.certificate()), keys.getPrivate(), signer.certificate());
    }

    private Issuer issuer(ClusterName cluster) throws IOException, GeneralSecurityException {
        var known = clusters.get(cluster);
        if (known != null) {
            return known;
        }
        var name = "cluster-" + cluster;
        var found = archive.keep(notes -> {
            var there = archive.issuer(notes, name);
            if (there == null) {
                there = Issuer.make("Usher cluster " + cluster, now(ticker), random);
                archive.put(notes, name, there);
            }
            return there;
        });
        clusters.put(cluster, found);
        return found;
    }

    /// The epoch that the store has; it must be the store of this estate.
    private long known(Records records) {
        var identity = records.estate().orElse(null);
        if (identity == null || !identity.name().equals(estate)) {
            throw new IllegalStateException("the store holds "
                    + (identity == null ? "no estate" : "estate " + identity.name())
                    + " (expected: estate " + estate + "; start this gateway anew)");
        }
        epoch.accumulateAndGet(identity.epoch(), Math::max);
        return identity.epoch();
    }

    private static EnrolmentRow enrolment(Records records, DirectorName director) {
        return records.enrolment(director).orElse(new EnrolmentRow(director.value(), null, 0, null));
    }

    private boolean repeats(EnrolmentRow enrolment, String bearer) {
        return EnrolmentKey.same(Objects.requireNonNullElse(enrolment.publicKey(), ""), bearer)
                && Math.abs(ticker.epochMillis() - enrolment.usedEpochMillis()) <= REPEAT_MILLIS;
    }

    private static String whose(Records records, String digest) {
        return records.enrolmentOf(digest)
                .map(other -> "the key is the one of " + other.director())
                .orElse("no such key");
    }

    private MeshName name(DirectorName director) {
        return new MeshName(estate, MeshName.Role.DIRECTOR, director.value());
    }

    private static Instant now(Ticker ticker) {
        return Instant.ofEpochMilli(ticker.epochMillis());
    }
}
