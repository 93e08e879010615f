package dev.usher.membership.app;

import dev.usher.membership.contract.proto.SidecarState;
import java.io.IOException;
import java.nio.file.Path;

/// A process that writes one state after the other, and tells of each that is on disk, until it is killed.
final class StateWriter {

    private StateWriter() {}

    public static void main(String[] arguments) throws IOException {
        var file = new StateFile(Path.of(arguments[0]));
        var epoch = file.read().getEpoch();
        while (true) {
            epoch++;
            file.write(SidecarState.newBuilder()
                    .setEpoch(epoch)
                    .setEstate("e".repeat((int) (epoch % 5_000)))
                    .build());
            System.out.println(epoch);
        }
    }
}
