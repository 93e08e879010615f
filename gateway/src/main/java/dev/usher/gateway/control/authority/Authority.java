package dev.usher.gateway.control.authority;

import dev.usher.gateway.control.authority.Admission.Admitted;
import dev.usher.gateway.control.authority.Admission.Enrolled;
import dev.usher.gateway.control.authority.Admission.Refused;
import dev.usher.gateway.control.authority.EstateRecord.Enrolment;
import dev.usher.gateway.control.authority.EstateRecord.Revision;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.EnrolmentKey;
import dev.usher.membership.mesh.MeshKeys;
import dev.usher.membership.mesh.MeshName;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
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

/// Who belongs to the estate, and what was said in its name: certificates, enrolment keys, the epoch, revisions.
///
/// All of it is in a folder that several gateways may share; each change is read, made and written under its lock.
/// *Thread-safe. Everything blocks.*
public final class Authority {

    /// A key's own bearer may ask again for so long, as the answer may have been lost.
    static final long REPEAT_MILLIS = 10 * 60_000L;

    /// Above it an epoch is not raised: nobody should be able to use them up.
    static final long EPOCH_MAX = Long.MAX_VALUE / 2;

    private static final String ESTATE = "estate";

    private final AuthorityFolder folder;
    private final String gateway;
    private final Ticker ticker;
    private final SecureRandom random;
    private final String estate;
    private final Issuer issuer;
    private final Map<ClusterName, Issuer> clusters = new ConcurrentHashMap<>();

    private Authority(
            AuthorityFolder folder, String gateway, Ticker ticker, SecureRandom random, String estate, Issuer issuer) {
        this.folder = folder;
        this.gateway = gateway;
        this.ticker = ticker;
        this.random = random;
        this.estate = estate;
        this.issuer = issuer;
    }

    /// The estate in `path`, founded if there is none.
    ///
    /// @param gateway the name of the one who asks
    public static Authority open(Path path, String gateway, Ticker ticker, SecureRandom random)
            throws IOException, GeneralSecurityException {
        var folder = AuthorityFolder.open(path);
        return folder.locked(() -> {
            var record = folder.record();
            var issuer = folder.issuer(ESTATE);
            if (record == null) {
                record = EstateRecord.first(UUID.randomUUID().toString());
                issuer = Issuer.make("Usher estate " + record.estate(), now(ticker), random);
                folder.write(ESTATE, issuer);
                folder.write(record);
            } else if (issuer == null) {
                throw new IOException(
                        folder + ": estate.crt or estate.key missing (expected: both, beside estate.json)");
            }
            return new Authority(folder, gateway, ticker, random, record.estate(), issuer);
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
        return AuthorityFolder.pem(certificate());
    }

    /// A new enrolment key for `director`; the one before it is void. It is not kept.
    public String newEnrolmentKey(DirectorName director) throws IOException, GeneralSecurityException {
        var key = EnrolmentKey.generate(random);
        folder.locked(() -> {
            var record = read();
            var before = record.enrolment(director.value());
            folder.write(record.with(director.value(), new Enrolment(EnrolmentKey.digest(key), 0, before.publicKey())));
            return key;
        });
        return key;
    }

    /// Exchanges a key for a certificate of `subject`. It is good once; its own bearer may repeat the question for a
    /// while.
    public Admission enrol(DirectorName director, String key, PublicKey subject)
            throws IOException, GeneralSecurityException {
        return folder.locked(() -> {
            var record = read();
            var enrolment = record.enrolment(director.value());
            var digest = EnrolmentKey.digest(key);
            var bearer = EnrolmentKey.sha256(subject.getEncoded());
            if (enrolment.digest() == null || !EnrolmentKey.same(enrolment.digest(), digest)) {
                return new Refused(whose(record, digest));
            }
            if (enrolment.usedEpochMillis() != 0 && !repeats(enrolment, bearer)) {
                return new Refused("its key was used before");
            }
            folder.write(record.with(
                    director.value(),
                    new Enrolment(
                            enrolment.digest(),
                            enrolment.usedEpochMillis() == 0 ? ticker.epochMillis() : enrolment.usedEpochMillis(),
                            bearer)));
            return new Enrolled(issuer.client(name(director), subject, now(ticker), random));
        });
    }

    /// A new certificate for who has one already.
    public Admission renew(DirectorName director, PublicKey subject) throws IOException, GeneralSecurityException {
        return admit(director, subject, 0) instanceof Refused refused
                ? refused
                : new Enrolled(issuer.client(name(director), subject, now(ticker), random));
    }

    /// Whether the bearer of a certificate of this estate still speaks for `director`, and by which epoch it can be
    /// directed: our own, raised and written down should it have obeyed a higher one.
    public Admission admit(DirectorName director, PublicKey subject, long highestEpoch)
            throws IOException, GeneralSecurityException {
        var record = read();
        var known = record.enrolment(director.value()).publicKey();
        if (known != null && !EnrolmentKey.same(known, EnrolmentKey.sha256(subject.getEncoded()))) {
            return new Refused("another one has enrolled since");
        }
        if (highestEpoch < 0 || highestEpoch > EPOCH_MAX) {
            return new Refused(
                    "highest_epoch: " + Long.toUnsignedString(highestEpoch) + " (expected: at most " + EPOCH_MAX + ")");
        }
        return new Admitted(highestEpoch <= record.epoch() ? record.epoch() : raise(highestEpoch));
    }

    private long raise(long obeyed) throws IOException, GeneralSecurityException {
        return folder.locked(() -> {
            var record = read();
            if (record.epoch() >= obeyed) {
                return record.epoch();
            }
            folder.write(record.withEpoch(obeyed + 1));
            return obeyed + 1;
        });
    }

    /// The epoch of the estate.
    public long epoch() throws IOException {
        return read().epoch();
    }

    /// The revision of a managed cluster: the last one while `content` stays the same, else the next one.
    ///
    /// @param reported the highest that one of its sidecars runs; ours is never below it
    public long revision(ClusterName cluster, byte[] content, long reported)
            throws IOException, GeneralSecurityException {
        var digest = EnrolmentKey.sha256(content);
        return folder.locked(() -> {
            var record = read();
            var last = record.revisions().getOrDefault(cluster.value(), new Revision(0, ""));
            if (last.content().equals(digest) && last.number() >= reported) {
                return last.number();
            }
            var next = new Revision(Math.max(last.number(), reported) + 1, digest);
            folder.write(record.with(cluster.value(), next));
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
        var found = folder.locked(() -> {
            var there = folder.issuer(name);
            if (there == null) {
                there = Issuer.make("Usher cluster " + cluster, now(ticker), random);
                folder.write(name, there);
            }
            return there;
        });
        clusters.put(cluster, found);
        return found;
    }

    private EstateRecord read() throws IOException {
        var record = folder.record();
        if (record == null || !record.estate().equals(estate)) {
            throw new IOException(
                    folder + ": estate " + (record == null ? "gone" : record.estate()) + " (expected: " + estate + ")");
        }
        return record;
    }

    private boolean repeats(Enrolment enrolment, String bearer) {
        return EnrolmentKey.same(Objects.requireNonNullElse(enrolment.publicKey(), ""), bearer)
                && Math.abs(ticker.epochMillis() - enrolment.usedEpochMillis()) <= REPEAT_MILLIS;
    }

    private static String whose(EstateRecord record, String digest) {
        return record.enrolments().entrySet().stream()
                .filter(entry -> digest.equals(entry.getValue().digest()))
                .findFirst()
                .map(entry -> "the key is the one of " + entry.getKey())
                .orElse("no such key");
    }

    private MeshName name(DirectorName director) {
        return new MeshName(estate, MeshName.Role.DIRECTOR, director.value());
    }

    private static Instant now(Ticker ticker) {
        return Instant.ofEpochMilli(ticker.epochMillis());
    }
}
