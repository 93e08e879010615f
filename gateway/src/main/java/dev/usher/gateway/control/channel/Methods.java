package dev.usher.gateway.control.channel;

import dev.usher.membership.contract.proto.EnrolReply;
import dev.usher.membership.contract.proto.EnrolRequest;
import dev.usher.membership.contract.proto.FromGateway;
import dev.usher.membership.contract.proto.FromSidecar;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;

/// `usher.Control`, as this side of it reads and writes.
final class Methods {

    private static final ServiceName CONTROL = ServiceName.create("usher", "Control");

    static final ServiceMethod<EnrolRequest, EnrolReply> ENROL = ServiceMethod.server(
            CONTROL,
            "Enrol",
            GrpcMessageEncoder.encoder(),
            GrpcMessageDecoder.decoder(EnrolRequest.getDefaultInstance()));

    static final ServiceMethod<FromSidecar, FromGateway> ATTEND = ServiceMethod.server(
            CONTROL,
            "Attend",
            GrpcMessageEncoder.encoder(),
            GrpcMessageDecoder.decoder(FromSidecar.getDefaultInstance()));

    private Methods() {}
}
