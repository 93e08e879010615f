package dev.usher.membership.mesh;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/// Makes this process know the names of [MeshHosts]; all others are the system's as before. The JDK finds it by its
/// service file. *Immutable.*
public final class MeshResolver extends InetAddressResolverProvider {

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return new OverBuiltin(configuration.builtinResolver());
    }

    @Override
    public String name() {
        return "usher-mesh";
    }

    private record OverBuiltin(InetAddressResolver builtin) implements InetAddressResolver {

        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            if (!MeshHosts.isName(host)) {
                return builtin.lookupByName(host, policy);
            }
            var address = MeshHosts.find(host);
            if (address == null) {
                throw new UnknownHostException(host);
            }
            return Stream.of(address);
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            return builtin.lookupByAddress(address);
        }
    }
}
