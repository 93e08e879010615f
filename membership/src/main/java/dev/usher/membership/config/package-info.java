/// The sidecar's settings: one record per section of its YAML file, with defaults and validation.
///
/// Read by `app` at start; `config/sidecar.yaml` documents each key. Imports `membership.contract` and
/// `membership.settings` only.
@NullMarked
package dev.usher.membership.config;

import org.jspecify.annotations.NullMarked;
