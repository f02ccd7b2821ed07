package dev.grapnel.server.discovery;

import dev.grapnel.server.EchoService;
import dev.grapnel.server.health.HealthCheck;
import java.util.concurrent.atomic.AtomicInteger;

/** An app with the echo service, a health check and something to close. */
public final class AlphaApp implements AppHandlers {

  /** How many of its resources are open. */
  public static final AtomicInteger OPEN = new AtomicInteger();

  @Override
  public String app() {
    return "alpha";
  }

  @Override
  public void register(AppHandlerRegistry registry) {
    OPEN.incrementAndGet();
    registry
        .onClose(OPEN::decrementAndGet)
        .register(new EchoService(text -> "alpha " + text))
        .addHealthCheck(HealthCheck.of("echo.v1.EchoService", () -> true));
  }
}
