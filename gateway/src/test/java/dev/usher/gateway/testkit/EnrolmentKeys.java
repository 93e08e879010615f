package dev.usher.gateway.testkit;

import dev.usher.gateway.control.store.Estate.EnrolmentRow;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.EnrolmentKey;
import java.security.SecureRandom;

/// Gives sidecars their keys, as the API does, but whether or not their Director is stored.
public final class EnrolmentKeys {

    private EnrolmentKeys() {}

    /// A new key; the one before it is void.
    public static String give(Store store, DirectorName director) {
        var key = EnrolmentKey.generate(new SecureRandom());
        store.keep(notes -> {
                    var bearer = notes.enrolment(director)
                            .map(EnrolmentRow::publicKey)
                            .orElse(null);
                    notes.put(new EnrolmentRow(director.value(), EnrolmentKey.digest(key), 0, bearer));
                    return key;
                })
                .join();
        return key;
    }
}
