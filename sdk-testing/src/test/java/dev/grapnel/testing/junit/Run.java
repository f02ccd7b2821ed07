package dev.grapnel.testing.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes as JUnit would. */
final class Run {

  private Run() {}

  static EngineExecutionResults of(Class<?> testClass) {
    return of(testClass, Map.of());
  }

  static EngineExecutionResults of(Class<?> testClass, Map<String, String> parameters) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(testClass))
        .configurationParameters(parameters)
        .execute();
  }

  /** What tests and containers failed with. */
  static List<Throwable> failures(EngineExecutionResults results) {
    return results.allEvents().finished().stream()
        .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
        .flatMap(result -> result.getThrowable().stream())
        .toList();
  }

  static List<String> failed(EngineExecutionResults results) {
    return results.testEvents().failed().map(Run::name).toList();
  }

  private static String name(Event event) {
    return event.getTestDescriptor().getDisplayName();
  }
}
