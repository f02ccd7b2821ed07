package dev.grapnel.client.resolver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.security.TestAuthority;
import dev.grapnel.testing.time.VirtualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KubernetesResolverTest {

  @TempDir Path folder;

  private FakeApiServer server;
  private KubernetesService service;
  private Path token;

  @BeforeEach
  void startServer() throws Exception {
    TestAuthority authority = TestAuthority.create(folder);
    server = FakeApiServer.start(authority.issue("kubernetes"));
    token = Files.writeString(folder.resolve("token"), "first\n");
    service = Resolving.service(server.uri(), token, authority.certificateFile());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void listsAndThenWatchesFromTheVersionOfTheList() throws Exception {
    server.put("users-1", SliceText.of(9, "10.0.0.1"));
    try (Resolving resolving = Resolving.start(service)) {
      assertThat(resolving.next()).isEqualTo("10.0.0.1:9");

      FakeApiServer.Request list = server.nextRequest();
      assertThat(list.path()).isEqualTo("/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices");
      assertThat(list.query())
          .isEqualTo(Map.of("labelSelector", "kubernetes.io/service-name=users", "limit", "500"));
      FakeApiServer.Request watch = server.nextRequest();
      assertThat(watch.path()).isEqualTo(list.path());
      assertThat(watch.query())
          .containsEntry("labelSelector", "kubernetes.io/service-name=users")
          .containsEntry("watch", "true")
          .containsEntry("allowWatchBookmarks", "true")
          .containsEntry("resourceVersion", "101")
          .hasEntrySatisfying("timeoutSeconds", value -> assertThat(value).matches("2[6-8]\\d"));
    }
  }

  @Test
  void followsAServiceThatGrowsAndShrinks() throws Exception {
    server.put("users-1", SliceText.of(9, "10.0.0.1", "10.0.0.2"));
    try (Resolving resolving = Resolving.start(service)) {
      assertThat(resolving.next()).isEqualTo("10.0.0.1:9 10.0.0.2:9");

      server.put("users-1", SliceText.of(9, "10.0.0.1", "10.0.0.2", "10.0.0.3"));
      assertThat(resolving.next()).isEqualTo("10.0.0.1:9 10.0.0.2:9 10.0.0.3:9");
      server.put("users-2", SliceText.of(8, "10.0.0.4", "10.0.0.5"));
      assertThat(resolving.next())
          .isEqualTo("10.0.0.1:9 10.0.0.2:9 10.0.0.3:9 10.0.0.4:8 10.0.0.5:8");
      server.put("users-2", SliceText.of(8, "10.0.0.5").unready("10.0.0.4"));
      assertThat(resolving.next()).isEqualTo("10.0.0.1:9 10.0.0.2:9 10.0.0.3:9 10.0.0.5:8");
      server.remove("users-1");
      assertThat(resolving.next()).isEqualTo("10.0.0.5:8");
    }
  }

  @Test
  void putsTheListTogetherFromItsPages() throws Exception {
    server.pageSize(2);
    for (int i = 1; i <= 5; i++) {
      server.put("users-" + i, SliceText.of(9, "10.0.0." + i));
    }
    try (Resolving resolving = Resolving.start(service)) {
      assertThat(resolving.next())
          .isEqualTo("10.0.0.1:9 10.0.0.2:9 10.0.0.3:9 10.0.0.4:9 10.0.0.5:9");
      assertThat(server.nextRequest().query()).doesNotContainKey("continue");
      assertThat(server.nextRequest().query()).containsEntry("continue", "2");
      assertThat(server.nextRequest().query()).containsEntry("continue", "4");
    }
  }

  @Test
  void tellsChangesOnly() throws Exception {
    server.put("users-1", SliceText.of(9, "10.0.0.1"));
    try (Resolving resolving = Resolving.start(service)) {
      resolving.next();
      server.put("users-1", SliceText.of(9, "10.0.0.1").unready("10.0.0.2"));
      server.put("users-2", SliceText.of(9, "10.0.0.1"));
      server.bookmark();

      server.put("users-3", SliceText.of(9, "10.0.0.3"));

      assertThat(resolving.next()).isEqualTo("10.0.0.1:9 10.0.0.3:9");
    }
  }

  @Test
  void saysThatAServiceHasNoReadyEndpointsUntilItHas() throws Exception {
    server.put("users-1", SliceText.of(9, "10.0.0.1"));
    try (Resolving resolving = Resolving.start(service)) {
      resolving.next();

      server.put("users-1", SliceText.of(9));
      assertThat(resolving.next())
          .isEqualTo("UNAVAILABLE: the service users in namespace shop has no ready endpoints");
      server.put("users-1", SliceText.of(9, "10.0.0.2"));
      assertThat(resolving.next()).isEqualTo("10.0.0.2:9");
    }
  }

  @Test
  void goesOnFromTheLastVersionWhenAWatchEnds() throws Exception {
    server.put("users-1", SliceText.of(9, "10.0.0.1"));
    try (Resolving resolving = Resolving.start(service)) {
      resolving.next();
      server.nextWatch();
      int version = server.bookmark();
      server.put("users-1", SliceText.of(9, "10.0.0.2"));
      resolving.next();

      server.endWatches();

      FakeApiServer.Request again = server.nextRequest();
      assertThat(again.isWatch()).isTrue();
      assertThat(again.query()).containsEntry("resourceVersion", Integer.toString(version + 1));
      server.put("users-1", SliceText.of(9, "10.0.0.3"));
      assertThat(resolving.next()).isEqualTo("10.0.0.3:9");
    }
  }

  @Test
  void countsABookmarkAsAVersion() throws Exception {
    try (Resolving resolving = Resolving.start(service)) {
      assertThat(resolving.next()).contains("has no EndpointSlices");
      server.nextWatch();
      int version = server.bookmark();
      server.endWatches();

      assertThat(server.nextRequest().query())
          .containsEntry("resourceVersion", Integer.toString(version));
      server.put("users-1", SliceText.of(9, "10.0.0.1"));
      assertThat(resolving.next()).isEqualTo("10.0.0.1:9");
    }
  }

  @Test
  void showsTheTokenOfTheMoment() throws Exception {
    try (Resolving resolving = Resolving.start(service)) {
      assertThat(server.nextRequest().authorization()).isEqualTo("Bearer first");
      server.nextWatch();

      Files.writeString(token, "second");
      server.put("users-1", SliceText.of(9, "10.0.0.1"));
      resolving.next();
      server.endWatches();

      assertThat(server.nextWatch().authorization()).isEqualTo("Bearer second");
    }
  }

  @Test
  void givesUpAWatchThatOutlivesItsTime() throws Exception {
    VirtualClock clock = VirtualClock.create();
    try (Resolving resolving = Resolving.start(service, clock, clock.scheduler())) {
      awaitOpenWatch(resolving);

      clock.advance(Duration.ofSeconds(301));

      assertThat(server.nextRequest().query()).containsEntry("resourceVersion", "101");
      server.put("users-1", SliceText.of(9, "10.0.0.2"));
      assertThat(resolving.next()).isEqualTo("10.0.0.2:9");
    }
  }

  @Test
  void renewsAnOldWatchWhenConnectionsFail() throws Exception {
    VirtualClock clock = VirtualClock.create();
    try (Resolving resolving = Resolving.start(service, clock, clock.scheduler())) {
      awaitOpenWatch(resolving);

      resolving.refresh();
      clock.advance(Duration.ofSeconds(31));
      resolving.refresh();
      resolving.refresh();

      assertThat(server.nextRequest().query()).containsEntry("resourceVersion", "101");
      server.put("users-1", SliceText.of(9, "10.0.0.2"));
      assertThat(resolving.next()).isEqualTo("10.0.0.2:9");
      assertThat(server.unseenRequests()).isZero();
    }
  }

  @Test
  void leavesNothingBehind() throws Exception {
    Set<Thread> before = selectorThreads();
    VirtualClock clock = VirtualClock.create();
    try (Resolving resolving = Resolving.start(service, clock, clock.scheduler())) {
      awaitOpenWatch(resolving);
      Set<Thread> own = selectorThreads();
      own.removeAll(before);
      assertThat(own).hasSize(1);

      resolving.shutdown();

      while (!server.sawHangUp()) {
        server.bookmark();
      }
      assertThat(clock.pendingTasks()).isZero();
      assertThat(resolving.unseen()).isZero();
      awaitEnd(own.iterator().next());
      assertThat(resolving.resolver().getServiceAuthority()).isEqualTo("users.shop.svc");
    }
  }

  /** It ends when its client was collected, for which the garbage collector must run. */
  private static void awaitEnd(Thread thread) throws InterruptedException {
    while (thread.isAlive()) {
      System.gc();
      thread.join(50);
    }
  }

  private void awaitOpenWatch(Resolving resolving) throws InterruptedException {
    assertThat(resolving.next()).contains("has no EndpointSlices");
    server.nextWatch();
    server.put("users-1", SliceText.of(9, "10.0.0.1"));
    assertThat(resolving.next()).isEqualTo("10.0.0.1:9");
  }

  private static Set<Thread> selectorThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"))
        .collect(Collectors.toSet());
  }
}
