package dev.grapnel.interceptors.validation;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.test.validation.v1.Order;
import dev.grapnel.interceptors.test.validation.v1.OrderServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server of plain grpc-java: no CallContext, nobody who maps exceptions. */
class PlainServerTest {

  @ParameterizedTest
  @EnumSource
  void refusesBadMessagesAndFailsWhereAValidatorThrows(OrderCall kind) throws Exception {
    var validation =
        ValidationInterceptor.builder()
            .addValidator(
                Order.class,
                (order, violations) -> {
                  if (order.getDivisor() == 1) {
                    throw new IllegalStateException("secret");
                  }
                  violations.check(order.getDivisor() == 2, "divisor", "must be 2");
                })
            .build();
    String name = InProcessServerBuilder.generateName();
    Server server =
        InProcessServerBuilder.forName(name)
            .addService(ServerInterceptors.intercept(new OrderService(), validation))
            .build()
            .start();
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    try {
      var stub = OrderServiceGrpc.newStub(channel);
      assertThat(kind.call(stub, order(2))).hasReceived(OrderService.receipt(1));
      assertThat(kind.call(stub, order(1)))
          .failsWith(Status.Code.INTERNAL)
          .hasDescriptionContaining("request id");
      assertThat(kind.call(stub, order(0)))
          .failsWith(Status.Code.INVALID_ARGUMENT)
          .hasFieldViolation("divisor", "must be 2");
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
      assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Order order(int divisor) {
    return Order.newBuilder().setDivisor(divisor).build();
  }
}
