package dev.grapnel.client.resilience;

import io.grpc.Channel;
import io.grpc.MethodDescriptor;

/** Which calls share a circuit breaker, a bulkhead or a rate limiter. */
public enum Scope {
  /** Those of one method; its name is as in {@code crypto.CryptoService/GetCoin}. */
  METHOD,
  /** Those of one service; its name is as in {@code crypto.CryptoService}. */
  SERVICE,
  /** All of one client; its name is the authority of the channel, as in {@code users:50051}. */
  CLIENT;

  String name(MethodDescriptor<?, ?> method, Channel channel) {
    return switch (this) {
      case METHOD -> method.getFullMethodName();
      case SERVICE -> {
        String service = method.getServiceName();
        yield service == null ? method.getFullMethodName() : service;
      }
      case CLIENT -> String.valueOf(channel.authority());
    };
  }
}
