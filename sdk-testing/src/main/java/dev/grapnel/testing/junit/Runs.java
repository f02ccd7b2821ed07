package dev.grapnel.testing.junit;

import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.TestCaller;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What runs for a class or a test, kept in the store of its context. */
record Runs(ExtensionContext context, ExtensionContext.Store store) {

  private static final String CLASS_RUN = "class";
  private static final String TEST_RUN = "test";

  /** A client, and which class or test it ends with. */
  private record Run(GRPCTestClient client, TestCaller caller, String owner) {}

  /** The client that runs for this context or one around it. */
  Optional<GRPCTestClient> client() {
    return find(TEST_RUN).or(() -> find(CLASS_RUN)).map(Run::client);
  }

  void startForClass(GRPCTestClient client) {
    start(CLASS_RUN, client.start());
  }

  void startForTest(GRPCTestClient client) {
    start(TEST_RUN, client.start());
  }

  /** Lets a test use the client of its class, with calls that are told apart. */
  void shareWithTest() {
    find(CLASS_RUN)
        .ifPresent(
            run -> store.put(TEST_RUN, new Run(run.client(), run.client().caller(), run.owner())));
  }

  void endTest() {
    find(TEST_RUN)
        .ifPresent(
            run -> {
              if (isOwn(run)) {
                run.client().close();
              } else {
                run.caller().assertNoneOpen();
              }
            });
  }

  void endClass() {
    find(CLASS_RUN).filter(this::isOwn).ifPresent(run -> run.client().close());
  }

  Injection injection() {
    Run run =
        find(TEST_RUN)
            .or(() -> find(CLASS_RUN))
            .orElseThrow(
                () ->
                    new ExtensionConfigurationException(
                        "nothing is served yet for %s: constructors and @BeforeAll methods get stubs with lifetime = PER_CLASS or a static extension only"
                            .formatted(context.getDisplayName())));
    return new Injection(context, run.client(), run.caller());
  }

  private void start(String key, GRPCTestClient started) {
    store.put(key, new Run(started, started.caller(), context.getUniqueId()));
  }

  private boolean isOwn(Run run) {
    return run.owner().equals(context.getUniqueId());
  }

  private Optional<Run> find(String key) {
    return Optional.ofNullable(store.get(key, Run.class));
  }
}
