package dev.usher.membership.channel;

import dev.usher.membership.contract.proto.EnrolReply;
import dev.usher.membership.contract.proto.EnrolRequest;
import dev.usher.membership.contract.proto.FromGateway;
import dev.usher.membership.contract.proto.FromSidecar;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;

/// `usher.Control`, as this side of it writes and reads.
final class Methods {

    private static final ServiceName CONTROL = ServiceName.create("usher", "Control");

    static final ServiceMethod<EnrolReply, EnrolRequest> ENROL = ServiceMethod.client(
            CONTROL,
            "Enrol",
            GrpcMessageEncoder.encoder(),
            GrpcMessageDecoder.decoder(EnrolReply.getDefaultInstance()));

    static final ServiceMethod<FromGateway, FromSidecar> ATTEND = ServiceMethod.client(
            CONTROL,
            "Attend",
            GrpcMessageEncoder.encoder(),
            GrpcMessageDecoder.decoder(FromGateway.getDefaultInstance()));

    private Methods() {}
}
