/// The gateway's configuration: one record per YAML section, its defaults and its rules.
///
/// Read by `app` (which starts things with it) and `control.publish` (which makes the first picture of it). Imports
/// core.model, core.net, the settings reader of the membership module and the JDK.
@NullMarked
package dev.usher.gateway.core.config;

import org.jspecify.annotations.NullMarked;
