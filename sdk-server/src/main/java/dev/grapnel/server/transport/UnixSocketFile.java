package dev.grapnel.server.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a Unix domain socket: one left over by a dead server is replaced, that of a live one
 * is not, and it is the owner's only. Netty removes it when the server stops. Works on the
 * accepting thread.
 */
final class UnixSocketFile extends ChannelOutboundHandlerAdapter {

  /** What all systems take: Linux has 108 bytes, macOS 104, and one ends the text. */
  private static final int LONGEST_PATH = 100;

  private static final Logger logger = LoggerFactory.getLogger("grpc.server");

  private final Path path;

  UnixSocketFile(Path path) {
    this.path = path;
  }

  static List<String> problems(Path path) {
    List<String> problems = new ArrayList<>();
    int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_PATH) {
      problems.add(
          "unixSocket is " + path + ", of " + bytes + " bytes: expected at most " + LONGEST_PATH);
    }
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      problems.add("unixSocket is " + path + ": expected a file in a directory that is there");
    }
    return problems;
  }

  @Override
  public void bind(ChannelHandlerContext context, SocketAddress address, ChannelPromise promise) {
    try {
      removeStale();
    } catch (IOException e) {
      promise.setFailure(e);
      return;
    }
    ChannelPromise bound = context.newPromise();
    bound.addListener(
        done -> {
          if (done.isSuccess()) {
            protect(promise);
          } else {
            promise.setFailure(done.cause());
          }
        });
    Future<?> unused = context.bind(address, bound);
  }

  private void protect(ChannelPromise promise) {
    try {
      if (Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      }
      promise.setSuccess();
    } catch (IOException e) {
      promise.setFailure(e);
    }
  }

  private void removeStale() throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    BasicFileAttributes file =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!file.isOther()) {
      throw new BindException("there is a file of that name which is no socket");
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException nobodyAnswers) {
      logger.info("the Unix socket {} of a server that is gone is replaced", path);
      Files.deleteIfExists(path);
      return;
    }
    throw new BindException("already in use");
  }
}
