package dev.grapnel.core.call;

import io.grpc.MethodDescriptor;

/**
 * Which method is called.
 *
 * @param service the full name of the service, for example {@code crypto.CryptoService}
 * @param method the bare name of the method, for example {@code GetCoin}
 * @param type the call kind
 */
public record CallInfo(String service, String method, MethodDescriptor.MethodType type) {

  /**
   * Describes a method.
   *
   * @param descriptor the method
   * @return its names and kind
   */
  public static CallInfo of(MethodDescriptor<?, ?> descriptor) {
    String full = descriptor.getFullMethodName();
    int slash = full.lastIndexOf('/');
    return new CallInfo(
        full.substring(0, Math.max(slash, 0)), full.substring(slash + 1), descriptor.getType());
  }

  /**
   * Returns the full name.
   *
   * @return service and method, for example {@code crypto.CryptoService/GetCoin}
   */
  public String fullMethodName() {
    return service + "/" + method;
  }
}
