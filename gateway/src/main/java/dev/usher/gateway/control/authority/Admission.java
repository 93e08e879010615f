package dev.usher.gateway.control.authority;

import java.security.cert.X509Certificate;
import java.util.List;

/// What came of the wish to be known to the estate. *Immutable.*
public sealed interface Admission {

    /// Certified.
    ///
    /// @param chain the sidecar's own certificate first
    record Enrolled(List<X509Certificate> chain) implements Admission {
        public Enrolled {
            chain = List.copyOf(chain);
        }
    }

    /// May attend.
    ///
    /// @param epoch for directives from now on: above all that the sidecar obeyed
    record Admitted(long epoch) implements Admission {}

    /// Not.
    ///
    /// @param why for the gateway's log, not for the one who asked
    record Refused(String why) implements Admission {}
}
