package dev.usher.gateway.data.pipeline;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.resolver.AddressResolverGroup;
import java.net.SocketAddress;

/// The event loops the data plane runs on, which are Vert.x's own, and how to make channels for them.
///
/// @param acceptors where connections are accepted
/// @param group where they are carried
/// @param connectionsPerDirector how many connections there may be with one port of one Director
/// @param names finds the addresses of Directors that are given by name, without blocking a loop
public record Loops(
        EventLoopGroup acceptors,
        EventLoopGroup group,
        ChannelFactory<? extends ServerChannel> serverChannels,
        ChannelFactory<? extends Channel> channels,
        int connectionsPerDirector,
        AddressResolverGroup<? extends SocketAddress> names) {}
