package dev.usher.gateway.data.pipeline;

import dev.usher.gateway.core.exchange.Accepted;
import dev.usher.gateway.core.exchange.Admitted;
import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.net.IpAddress;
import dev.usher.gateway.data.account.ListenerMeters;
import dev.usher.gateway.data.acl.AclStage;
import dev.usher.gateway.data.ingress.Door;
import dev.usher.gateway.data.relay.http.Http1Downstream;
import dev.usher.gateway.data.relay.http.HttpOptions;
import dev.usher.gateway.data.relay.http.HttpSettings;
import dev.usher.gateway.data.relay.http.Refusals;
import dev.usher.gateway.data.tls.CertificateStore;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What stands behind a listening socket that speaks HTTP: allow-list, TLS, then the relay. *Thread-safe.*
final class HttpListener implements Door {

    private final ListenerName name;
    private final Lanes lanes;
    private final Shared shared;
    private final ListenerMeters meters;
    private final Setup setup;

    /// What a listener starts with.
    ///
    /// @param certificates null for plain
    record Setup(
            @Nullable CertificateStore certificates,
            Duration handshakeTimeout,
            Duration connectTimeout,
            HttpSettings http,
            HttpOptions options) {}

    HttpListener(ListenerName name, Lanes lanes, Shared shared, Setup setup) {
        this.name = name;
        this.lanes = lanes;
        this.shared = shared;
        this.meters = shared.meters().listener(name);
        this.setup = setup;
    }

    @Override
    public @Nullable Cause refuses(IpAddress peer) {
        meters.connectionOpened();
        var listener = shared.snapshots().current().listener(name);
        return listener == null ? Cause.NOT_READY : AclStage.atAccept(listener, peer);
    }

    @Override
    public void turnedAway(Accepted accepted, Cause why) {
        meters.connectionClosed();
        note(accepted, why, false);
    }

    @Override
    public void enter(Channel channel, Accepted accepted) {
        var certificates = setup.certificates();
        var lane = lanes.of(channel.eventLoop());
        var admitted = new Admitted(accepted, certificates != null);
        if (certificates != null) {
            channel.pipeline()
                    .addLast(certificates.door(setup.handshakeTimeout(), ctx -> plainHttp(ctx, accepted)))
                    .addLast(new Handshakes(accepted));
        }
        var desk = new ListenerDesk(lane, lanes, shared, meters, setup.connectTimeout());
        channel.pipeline().addLast(new Http1Downstream(lane.http(), desk, setup.http(), setup.options(), admitted));
    }

    /// Somebody speaks plain HTTP to a TLS port: said in plain HTTP, as nothing else would be understood.
    private void plainHttp(ChannelHandlerContext ctx, Accepted accepted) {
        note(accepted, Cause.PLAIN_HTTP_ON_TLS, true);
        ctx.writeAndFlush(Refusals.plainHttpOnTls(ctx.alloc())).addListener(ChannelFutureListener.CLOSE);
    }

    private void note(Accepted accepted, Cause why, boolean secure) {
        meters.refused(why);
        shared.log().write(Refused.line(shared.ticker(), accepted, why, secure));
    }

    /// Counts handshakes, and closes connections whose handshake failed.
    private final class Handshakes extends ChannelInboundHandlerAdapter {

        private final Accepted accepted;

        Handshakes(Accepted accepted) {
            this.accepted = accepted;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            switch (event) {
                case SslHandshakeCompletionEvent handshake
                when handshake.isSuccess() -> {
                    meters.handshake(true);
                    ctx.pipeline().remove(this);
                    ctx.fireUserEventTriggered(event);
                }
                case SslHandshakeCompletionEvent _ -> failed(ctx);
                // The time for a handshake was over before it was known which certificate to show.
                case SniCompletionEvent name when !name.isSuccess() -> failed(ctx);
                default -> ctx.fireUserEventTriggered(event);
            }
        }

        private void failed(ChannelHandlerContext ctx) {
            meters.handshake(false);
            note(accepted, Cause.TLS_HANDSHAKE_FAILED, true);
            ctx.pipeline().remove(this);
            ctx.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
