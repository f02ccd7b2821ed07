package dev.grapnel.samples.hub.library;

import dev.grapnel.samples.hub.library.v1.BookControllerGrpc;
import dev.grapnel.samples.hub.store.Database;
import dev.grapnel.server.discovery.AppHandlerRegistry;
import dev.grapnel.server.discovery.AppHandlers;
import dev.grapnel.server.health.HealthCheck;
import java.util.Map;

/** The app "library", found by the server on its own. */
public final class LibraryHandlers implements AppHandlers {

  private final Map<String, String> environment;

  /** The app on the database that {@code JDBC_URL} names. */
  public LibraryHandlers() {
    this(System.getenv());
  }

  /** The app with an environment of your own, for example in a test. */
  public LibraryHandlers(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String app() {
    return "library";
  }

  @Override
  public void register(AppHandlerRegistry registry) {
    Database database = Database.open(environment, registry.maxWorkers() + 2);
    registry
        .register(new BookService(new BookRepository(database)))
        .addHealthCheck(HealthCheck.of(BookControllerGrpc.SERVICE_NAME, database::answers))
        .onClose(database);
  }
}
