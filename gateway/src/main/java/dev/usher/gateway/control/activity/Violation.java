package dev.usher.gateway.control.activity;

import java.util.Locale;

/// Something that is in the way of a change, or that should be known about it.
///
/// @param pointer where in the body, as a JSON pointer; empty for all of it, or where there is none
/// @param detail names the field, the value and what was expected
public record Violation(String pointer, Code code, String detail) {

    /// How grave it is, the gravest first.
    public enum Kind {
        /// The body is no JSON.
        SYNTAX,
        /// What is asked for can never be.
        RULE,
        /// What is asked for does not go with how things are now.
        CONFLICT
    }

    /// What it is; written in lower case these are stable names.
    public enum Code {
        NOT_JSON(Kind.SYNTAX),
        UNKNOWN_KEY(Kind.RULE),
        MISSING(Kind.RULE),
        INVALID_VALUE(Kind.RULE),
        NAME_TOO_SHORT(Kind.RULE),
        NAME_FIXED(Kind.RULE),
        TYPE_FIXED(Kind.RULE),
        MEMBERS_FIXED(Kind.RULE),
        ENABLED_ELSEWHERE(Kind.RULE),
        DIRECTOR_COUNT(Kind.RULE),
        DIRECTOR_TWICE(Kind.RULE),
        DIRECTOR_UNKNOWN(Kind.RULE),
        DIRECTOR_TYPE(Kind.RULE),
        DIRECTOR_NOT_CONNECTED(Kind.RULE),
        DIRECTOR_CONFIGURED(Kind.RULE),
        ADDRESS_MISSING(Kind.RULE),
        ADDRESS_TAKEN(Kind.RULE),
        SERVICE_MISSING(Kind.RULE),
        PLAINTEXT_NOT_ACCEPTED(Kind.RULE),
        CERTIFICATE_REFUSED(Kind.RULE),
        ASSIGNED_TWICE(Kind.RULE),
        CLUSTER_UNKNOWN(Kind.RULE),
        LISTENER_UNKNOWN(Kind.RULE),
        NOT_SELF_MANAGED(Kind.RULE),
        NAME_TAKEN(Kind.CONFLICT),
        DECLARED_IN_YAML(Kind.CONFLICT),
        DIRECTOR_IN_CLUSTER(Kind.CONFLICT),
        DEVICES_ASSIGNED(Kind.CONFLICT),
        LIMIT_REACHED(Kind.CONFLICT),
        /// Only warned of.
        NOBODY_ADMITTED(Kind.RULE),
        /// Only warned of.
        SOURCES_WITHOUT_EFFECT(Kind.RULE),
        /// Only warned of.
        READABLE_ON_THE_WAY(Kind.RULE);

        private final Kind kind;

        Code(Kind kind) {
            this.kind = kind;
        }

        public Kind kind() {
            return kind;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return pointer + " " + code.word() + ": " + detail;
    }
}
