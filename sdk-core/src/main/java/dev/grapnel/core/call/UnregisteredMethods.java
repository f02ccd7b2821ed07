package dev.grapnel.core.call;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers UNIMPLEMENTED for every method that a server does not have, behind the server's
 * interceptors: they authenticate, limit, log and measure such calls as all others.
 *
 * <p>{@link ServerGuard#addTo} makes it a server's fallback registry. Without it grpc-java answers
 * before any interceptor runs. No byte of a request is read. Interceptors see the name that was
 * asked for with {@code ?} in place of all that is not printable ASCII, cut to 256 characters: it
 * cannot be that of a method that exists. What they remember by name has to be bounded, or to leave
 * these calls out: {@link #includes}. Thread-safe.
 */
public final class UnregisteredMethods extends HandlerRegistry {

  private static final int LONGEST = 256;

  private static final Marshaller<byte[]> UNREAD = new Unread();

  private UnregisteredMethods() {}

  static UnregisteredMethods create() {
    return new UnregisteredMethods();
  }

  /**
   * Tells whether a call goes to a method that the server does not have.
   *
   * @param method the method of the call
   * @return whether its name was made up by the caller
   */
  public static boolean includes(MethodDescriptor<?, ?> method) {
    return method.getRequestMarshaller() == UNREAD;
  }

  /** Finds every method; each answers UNIMPLEMENTED. */
  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String methodName, @Nullable String authority) {
    String name = harmless(methodName);
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.newBuilder(UNREAD, UNREAD)
            .setType(MethodType.UNKNOWN)
            .setFullMethodName(name)
            .build();
    Status status = Status.UNIMPLEMENTED.withDescription("this server has no method " + name);
    return ServerMethodDefinition.create(
        method,
        (call, headers) -> {
          call.close(status, new Metadata());
          return new ServerCall.Listener<>() {};
        });
  }

  /** As it is if it could be a method's, else with a mark that no method's name has. */
  private static String harmless(String name) {
    StringBuilder safe = new StringBuilder(Math.min(name.length(), LONGEST) + 3);
    if (name.lastIndexOf('/', LONGEST - 1) < 1) {
      // gRPC takes what is before the slash for the service, and null if there is none.
      safe.append("?/");
    }
    for (int i = 0; i < name.length() && i < LONGEST; i++) {
      char character = name.charAt(i);
      safe.append(character > ' ' && character <= '~' ? character : '?');
    }
    return name.length() > LONGEST ? safe.append('?').toString() : safe.toString();
  }

  /** Nobody asks for the messages of these calls; an interceptor that does gets none of them. */
  private static final class Unread implements Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      return new byte[0];
    }
  }
}
