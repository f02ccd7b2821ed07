package dev.grapnel.client.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a resolver does when a list or all names fail. */
class FailedResolutionTest extends ResolverFixture {

  @Test
  void takesTheNewListAsItIs() {
    names.put("a", "10.0.0.1");
    names.put("b", "10.0.0.2");
    names.put("c", "10.0.0.3");
    start("a:1", "b:2");
    assertThat(addresses()).hasSize(2);

    list = List.of("c:3", "b:2");
    clock.advance(REREAD);

    assertThat(addresses()).containsExactly("c:3=10.0.0.3:3", "b:2=10.0.0.2:2");
    assertThat(asked).containsExactly("a", "b", "c");
  }

  @Test
  void keepsTheListWhereTheNewOneCannotBeRead() {
    names.put("a", "10.0.0.1");
    start("a:1");
    assertThat(addresses()).hasSize(1);

    list = List.of();
    clock.advance(REREAD);
    list = List.of("nosuch:1");
    clock.advance(REREAD);

    assertThat(results).isEmpty();
  }

  @Test
  void keepsTheListWhileTheFileIsMalformedEmptyOrGone(@TempDir Path folder) throws Exception {
    names.put("a", "10.0.0.1");
    names.put("b", "10.0.0.2");
    Path file = Files.writeString(folder.resolve("targets"), "a:1");
    source = new HostFile(file);
    start();
    assertThat(addresses()).hasSize(1);

    Files.writeString(file, "b:2\nno port\n");
    clock.advance(REREAD);
    Files.writeString(file, "");
    clock.advance(REREAD);
    Files.delete(file);
    clock.advance(REREAD);
    assertThat(results).isEmpty();
    Files.writeString(file, "b:2\n");
    clock.advance(REREAD);

    assertThat(addresses()).containsExactly("b:2=10.0.0.2:2");
  }

  @Test
  void saysWhyThereIsNoList() {
    start();

    Status status = results.remove().getAddressesOrError().getStatus();

    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription()).isEqualTo("no list");
  }

  @Test
  void failsWhenNoHostIsKnownAndNamesThem() {
    start("a:1", "b:2");

    Status status = results.remove().getAddressesOrError().getStatus();

    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription()).isEqualTo("no such host: a; no such host: b");
  }

  @Test
  void namesOnlySomeOfManyThatAreUnknown() {
    start("a:1", "b:1", "c:1", "d:1", "e:1", "f:1", "g:1");

    assertThat(results.remove().getAddressesOrError().getStatus().getDescription())
        .endsWith("no such host: e; and 2 more");
  }

  @Test
  void takesAResolverOfTheJdkThatThrowsAsAnUnknownHost() {
    names.put("a", "broken");

    start("a:1");

    assertThat(results.remove().getAddressesOrError().getStatus().getDescription())
        .isEqualTo("cannot look up a: broken");
  }
}
