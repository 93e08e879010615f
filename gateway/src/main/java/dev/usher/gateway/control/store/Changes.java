package dev.usher.gateway.control.store;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;

/// A transaction in which somebody changes the estate. What is put replaces the row of that name.
public interface Changes extends Records {

    /// Writes a line of the activity log.
    void note(Entry entry);

    void put(DirectorRow director);

    /// With it go its enrolment and its drain.
    void removeDirector(DirectorName name);

    void put(ClusterRow cluster);

    void put(OverrideRow override);

    /// With it go its tokens.
    void removeCluster(ClusterName name);

    void put(TokenRow token);

    /// With it goes how many connections were closed for it.
    void removeToken(String id);

    void put(DeviceRow device);

    void removeDevice(String name);

    void put(DrainRow drain);

    void removeDrain(DirectorName director);

    void put(Estate.EnrolmentRow enrolment);
}
