package dev.usher.membership.mesh;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who a certificate of a cluster's authority speaks for, as its URI among the subject's alternative names:
/// `usher://CLUSTER/director/NAME` or `usher://CLUSTER/gateway/NAME`. *Immutable.*
public record MeshName(String cluster, Role role, String name) {

    public enum Role {
        DIRECTOR,
        GATEWAY
    }

    private static final int URI = 6; // RFC 5280, 4.2.1.6: uniformResourceIdentifier [6]
    private static final String NAME = "([A-Za-z0-9][A-Za-z0-9._-]{0,63})";
    private static final Pattern FORM = Pattern.compile("usher://" + NAME + "/(director|gateway)/" + NAME);

    /// The only name of that kind in `certificate`, or null.
    public static @Nullable MeshName of(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return null;
            }
            var found = names.stream()
                    .filter(each -> Integer.valueOf(URI).equals(each.get(0)))
                    .map(each -> String.valueOf(each.get(1)))
                    .toList();
            return found.size() == 1 ? parse(found.getFirst()) : null;
        } catch (CertificateParsingException _) {
            return null;
        }
    }

    private static @Nullable MeshName parse(String uri) {
        var matcher = FORM.matcher(uri);
        if (!matcher.matches()) {
            return null;
        }
        var role = matcher.group(2).equals("director") ? Role.DIRECTOR : Role.GATEWAY;
        return new MeshName(matcher.group(1), role, matcher.group(3));
    }

    /// The name as it stands in a certificate.
    public String uri() {
        return "usher://" + cluster + "/" + (role == Role.DIRECTOR ? "director" : "gateway") + "/" + name;
    }
}
