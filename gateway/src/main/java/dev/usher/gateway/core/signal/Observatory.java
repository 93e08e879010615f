package dev.usher.gateway.core.signal;

import java.util.List;

/// Where the control plane looks at what the data plane sees. *Thread-safe;* a look costs the data plane nothing.
public interface Observatory {

    /// Every Director of the current picture, as it is now.
    List<DirectorStatus> directors();
}
