package dev.grapnel.client.resolver;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.StatusOr;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the JDK's address of a socket file; grpc-java's own {@code unix:} resolver makes one that
 * only Netty's native transports understand.
 */
final class UnixResolver extends NameResolver {

  static final String SCHEME = "grapnel-unix";

  private final UnixDomainSocketAddress address;

  private UnixResolver(Path path) {
    address = UnixDomainSocketAddress.of(path);
  }

  /** Takes {@code unix:relative/path}, {@code unix:/path} and {@code unix:///path}. */
  static String uri(String target) {
    String path = target.substring("unix:".length()).replaceFirst("^//(?=/)", "");
    return SCHEME + Path.of(path).toUri().toString().substring("file".length());
  }

  /** Reads what {@link #uri(String)} made. */
  static UnixResolver of(URI uri) {
    return new UnixResolver(
        Path.of(URI.create("file" + uri.toString().substring(SCHEME.length()))));
  }

  /** As in all other languages of gRPC. */
  @Override
  public String getServiceAuthority() {
    return "localhost";
  }

  @Override
  public void start(Listener2 listener) {
    listener.onResult2(
        ResolutionResult.newBuilder()
            .setAddressesOrError(StatusOr.fromValue(List.of(new EquivalentAddressGroup(address))))
            .build());
  }

  @Override
  public void shutdown() {}
}
