package dev.usher.membership.channel;

import dev.usher.membership.contract.proto.Ack;
import dev.usher.membership.contract.proto.Hello;
import org.jspecify.annotations.Nullable;

/// The streams to all gateways of one sidecar. They connect, enrol and reconnect by themselves. *Thread-safe; nothing
/// here blocks, but `close`.*
public interface Channels extends AutoCloseable {

    /// Streams to nobody: of a sidecar without gateways.
    Channels NONE = new Channels() {
        @Override
        public void report(Hello hello) {}

        @Override
        public void answer(String gateway, Ack ack) {}

        @Override
        public void farewell(boolean drain) {}

        @Override
        public @Nullable Identity identity() {
            return null;
        }

        @Override
        public void close() {}
    };

    /// What to say on each connect from now on; its status is also said at once, and repeated while nothing changes.
    void report(Hello hello);

    /// Answers a directive; lost when that gateway is no longer connected, as the directive is then repeated.
    void answer(String gateway, Ack ack);

    /// Says a Farewell to every gateway that is connected.
    void farewell(boolean drain);

    /// Who it is to the gateways, or null before it has enrolled. What lies in the folder is known once `open`
    /// returned.
    @Nullable
    Identity identity();

    /// Ends all streams; no listener is called afterwards.
    @Override
    void close();

    /// Opens the streams of a sidecar.
    interface Opener {

        /// Begins to connect at once; the listener may be called before this returns.
        Channels open(ChannelSettings settings, ChannelListener listener);
    }
}
