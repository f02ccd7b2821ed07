package dev.grapnel.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is closed with a server, the last opened first; one that fails to close does not keep the
 * others open.
 */
final class Resources implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger("grpc.server");

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T keep(T resource) {
    add(resource);
    return resource;
  }

  synchronized void add(AutoCloseable resource) {
    if (opened.stream().noneMatch(known -> known == resource)) {
      opened.push(resource);
    }
  }

  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      AutoCloseable resource = opened.pop();
      try {
        resource.close();
      } catch (Throwable e) {
        logger.warn("{} could not be closed", resource.getClass().getName(), e);
      }
    }
  }
}
