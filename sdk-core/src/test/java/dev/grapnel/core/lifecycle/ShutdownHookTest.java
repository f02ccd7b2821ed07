package dev.grapnel.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

  @Test
  void waitsNoLongerThanTheBound() throws Exception {
    assertThat(outputOf("block")).contains("not closed within PT0.5S", "EndingProgram.close");
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
    private boolean blocks;

    public static void main(String[] arguments) {
      EndingProgram program = new EndingProgram();
      boolean blocks = arguments[0].equals("block");
      Duration bound = blocks ? Duration.ofMillis(500) : Duration.ofSeconds(30);
      ShutdownHook hook = ShutdownHook.install(program, "hook", bound);
      switch (arguments[0]) {
        case "remove" -> hook.remove();
        case "remove-twice" -> {
          hook.remove();
          hook.remove();
        }
        case "remove-in-close" -> program.hook = hook;
        case "block" -> program.blocks = true;
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
      while (blocks) {
        LockSupport.park();
      }
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
