package dev.grapnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds the calls of an {@link EchoService} until it is opened. */
public final class Gate {

  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);

  /** Holds a call and answers with its text. */
  public String hold(String text) {
    held.countDown();
    while (open.getCount() > 0) {
      try {
        open.await();
      } catch (InterruptedException e) {
        // The server gave up on us; the test decides when we end.
      }
    }
    return text;
  }

  /** Waits until a call is held. */
  public void awaitHeld() throws InterruptedException {
    assertThat(held.await(10, TimeUnit.SECONDS)).as("a call reached its handler").isTrue();
  }

  /** Lets all calls go on. */
  public void open() {
    open.countDown();
  }
}
