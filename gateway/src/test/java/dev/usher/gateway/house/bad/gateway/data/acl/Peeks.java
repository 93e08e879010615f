package dev.usher.gateway.house.bad.gateway.data.acl;

import dev.usher.gateway.house.bad.gateway.control.api.Office;
import io.netty.channel.Channel;

/// The data plane asks the office, and holds a socket where it should only decide.
record Peeks(Office office, Channel channel) {}
