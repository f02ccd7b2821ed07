package dev.grapnel.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hook shows what it does only when a JVM ends, so each test starts one. */
@Timeout(60)
class ShutdownHookTest {

  @Test
  void closesWhenTheJvmEnds() throws Exception {
    assertThat(outputOf("keep")).isEqualTo("closed on hook");
  }

  @Test
  void doesNothingOnceRemoved() throws Exception {
    assertThat(outputOf("remove")).isEmpty();
  }

  @Test
  void canBeRemovedTwice() throws Exception {
    assertThat(outputOf("remove-twice")).isEmpty();
  }

  @Test
  void removingItWhileItRunsIsHarmless() throws Exception {
    assertThat(outputOf("remove-in-close")).isEqualTo("closed on hook");
  }

  private static String outputOf(String mode) throws IOException, InterruptedException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EndingProgram.class.getName(),
                mode)
            .redirectErrorStream(true)
            .start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(jvm.exitValue()).isZero();
    return output.strip();
  }

  /** The program that those JVMs run. */
  static final class EndingProgram implements Lifecycle {

    private ShutdownHook hook;

    public static void main(String[] arguments) {
      EndingProgram program = new EndingProgram();
      ShutdownHook hook = ShutdownHook.install(program, "hook");
      switch (arguments[0]) {
        case "remove" -> hook.remove();
        case "remove-twice" -> {
          hook.remove();
          hook.remove();
        }
        case "remove-in-close" -> program.hook = hook;
        default -> {}
      }
    }

    @Override
    public LifecycleState state() {
      return LifecycleState.SERVING;
    }

    @Override
    public void start() {}

    @Override
    public boolean awaitTermination(Duration timeout) {
      return true;
    }

    @Override
    public void close() {
      if (hook != null) {
        hook.remove();
        removeFromAnotherThread();
      }
      System.out.println("closed on " + Thread.currentThread().getName());
    }

    private void removeFromAnotherThread() {
      Thread other = new Thread(hook::remove);
      other.start();
      try {
        other.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
