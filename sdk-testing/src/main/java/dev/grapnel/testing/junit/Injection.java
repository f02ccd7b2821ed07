package dev.grapnel.testing.junit;

import dev.grapnel.core.security.Principal;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.TestCaller;
import io.grpc.Channel;
import io.grpc.Server;
import io.grpc.stub.AbstractStub;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The values that a test can have injected. */
record Injection(ExtensionContext context, GRPCTestClient client, TestCaller caller) {

  static boolean supports(Class<?> type) {
    return type == GRPCTestClient.class
        || type == TestCaller.class
        || type == Channel.class
        || type == Server.class
        || AbstractStub.class.isAssignableFrom(type);
  }

  Object value(Class<?> type, @Nullable AsPrincipal nearest) {
    if (type == GRPCTestClient.class) {
      if (nearest != null) {
        throw new ExtensionConfigurationException(
            "@AsPrincipal is of no use to a GRPCTestClient, which calls as nobody: expected a stub, a Channel or a TestCaller");
      }
      return client;
    }
    if (type == Server.class) {
      return client
          .server()
          .orElseThrow(
              () ->
                  new ExtensionConfigurationException(
                      "there is no Server to inject: this GRPCTestClient calls one that is not its own"));
    }
    TestCaller called = principal(nearest).map(caller::as).orElse(caller);
    if (type == TestCaller.class) {
      return called;
    }
    return type == Channel.class ? called.channel() : called.stub(type);
  }

  private Optional<Principal> principal(@Nullable AsPrincipal nearest) {
    return Optional.ofNullable(nearest)
        .or(() -> AnnotationSupport.findAnnotation(context.getTestMethod(), AsPrincipal.class))
        .or(
            () ->
                Declared.classes(context)
                    .flatMap(
                        type -> AnnotationSupport.findAnnotation(type, AsPrincipal.class).stream())
                    .findFirst())
        .map(Injection::read);
  }

  private static Principal read(AsPrincipal as) {
    Principal.Builder builder = Principal.builder(as.value());
    Stream.of(as.roles()).forEach(builder::addRole);
    Stream.of(as.permissions()).forEach(builder::addPermission);
    return builder.build();
  }
}
