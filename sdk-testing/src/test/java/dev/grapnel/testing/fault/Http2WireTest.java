package dev.grapnel.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class Http2WireTest {

  private static final byte[] OF_CLIENT = ofClient();

  private static byte[] ofClient() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Http2Wire.PREFACE);
    out.writeBytes(new Frame(0, 4, 0, 0).header());
    return out.toByteArray();
  }

  @Property(tries = 300)
  void splitsOfTheStreamChangeNothing(
      @ForAll long seed,
      @ForAll long split,
      @ForAll @IntRange(min = -1, max = 4) int messages,
      @ForAll @IntRange(max = 100) int percent) {
    byte[] bytes = new ServerStream(new Random(seed)).bytes();
    int goAwayAt = bytes.length * percent / 100;

    Run whole = new Run(messages, null).feed(bytes, goAwayAt);
    Run parts = new Run(messages, new Random(split)).feed(bytes, goAwayAt);

    assertThat(parts.toClient()).isEqualTo(whole.toClient());
    assertThat(parts.resets()).isEqualTo(whole.resets());
  }

  @Property(tries = 200)
  void passesOnWhatItIsNotToldToChange(@ForAll long seed, @ForAll long split) {
    byte[] bytes = new ServerStream(new Random(seed)).bytes();
    Run run = new Run(Conditions.NEVER, new Random(split)).feed(bytes, -1);
    assertThat(run.toClient()).isEqualTo(bytes);
    assertThat(run.toServer.toByteArray()).isEqualTo(OF_CLIENT);
  }

  @Property(tries = 300)
  void resetsEachStreamAfterExactlySoManyMessages(
      @ForAll long seed, @ForAll long split, @ForAll @IntRange(max = 4) int messages) {
    ServerStream server = new ServerStream(new Random(seed));
    byte[] bytes = server.bytes();
    Run run = new Run(messages, new Random(split)).feed(bytes, -1);

    Parsed in = Parsed.of(bytes);
    Parsed out = Parsed.of(run.toClient());
    Set<Integer> reset = new HashSet<>();
    server.messages.forEach(
        (stream, count) -> {
          assertThat(out.messagesBeforeReset(stream)).isEqualTo(Math.min(count, messages));
          if (count >= messages) {
            reset.add(stream);
          }
        });
    assertThat(out.resets()).isEqualTo(reset);
    assertThat(Parsed.of(run.afterPreface()).resets()).isEqualTo(reset);
    assertThat(out.withoutDataAndResets()).isEqualTo(in.withoutDataAndResets());
    assertThat(out.dataBytes()).as("for flow control").isEqualTo(in.dataBytes());
  }

  @Property(tries = 200)
  void goAwayStandsBetweenFramesAndNeverInAHeaderBlock(
      @ForAll long seed, @ForAll long split, @ForAll @IntRange(max = 100) int percent) {
    byte[] bytes = new ServerStream(new Random(seed)).bytes();
    Run run =
        new Run(Conditions.NEVER, new Random(split)).feed(bytes, bytes.length * percent / 100);

    Parsed out = Parsed.of(run.toClient());
    assertThat(out.count(Frame.GOAWAY)).isEqualTo(1);
    assertThat(out.frame(0).type()).isNotEqualTo(Frame.GOAWAY);
    assertThat(out.without(Frame.GOAWAY)).isEqualTo(Parsed.of(bytes).all());
    assertThat(out.headerBlocksAreWhole()).isTrue();
  }

  @Property(tries = 300)
  void holdsBackNothingOfOtherProtocols(
      @ForAll List<@Size(max = 40) byte[]> chunks, @ForAll @IntRange(max = 24) int likePreface) {
    Http2Wire wire = new Http2Wire(() -> 1);
    wire.goAway();
    for (byte[] chunk : chunks) {
      wire.feedFromServer(ByteBuffer.wrap(chunk));
      assertThat(wire.takeToClient()).isEqualTo(chunk);
    }
    byte[] first = Arrays.copyOf(Http2Wire.PREFACE, likePreface);
    wire.feedFromClient(ByteBuffer.wrap(first));
    assertThat(wire.takeToServer()).isEqualTo(first);
    if (likePreface < 24) {
      byte[] other = {'?'};
      wire.feedFromClient(ByteBuffer.wrap(other));
      assertThat(wire.takeToServer()).isEqualTo(other);
      assertThat(wire.protocol()).isEqualTo(Http2Wire.Protocol.OTHER);
      for (byte[] chunk : chunks) {
        wire.feedFromServer(ByteBuffer.wrap(chunk));
        wire.feedFromClient(ByteBuffer.wrap(chunk));
        assertThat(wire.takeToClient()).isEqualTo(chunk);
        assertThat(wire.takeToServer()).isEqualTo(chunk);
      }
    }
  }

  @Property(tries = 100)
  void letsGoOfAnIncompleteFrameAtTheEnd(
      @ForAll long seed, @ForAll @IntRange(max = 100) int percent) {
    byte[] bytes = new ServerStream(new Random(seed)).bytes();
    byte[] cut = Arrays.copyOf(bytes, bytes.length * percent / 100);
    Run run = new Run(Conditions.NEVER, null).feed(cut, -1);
    run.end();
    assertThat(run.toClient()).isEqualTo(cut);
  }

  /** One connection: what went in, and what came out. */
  private static final class Run {

    private final Http2Wire wire;
    private final Random splits;
    private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();
    final ByteArrayOutputStream toServer = new ByteArrayOutputStream();

    Run(int messages, Random splits) {
      wire = new Http2Wire(() -> messages);
      this.splits = splits;
    }

    Run feed(byte[] bytes, int goAwayAt) {
      feedServer(bytes, 0, Math.min(4, bytes.length));
      for (byte next : OF_CLIENT) {
        wire.feedFromClient(ByteBuffer.wrap(new byte[] {next}));
      }
      take();
      int from = Math.min(4, bytes.length);
      if (goAwayAt >= 0) {
        int at = Math.max(goAwayAt, Math.min(9, bytes.length));
        feedServer(bytes, from, at);
        wire.goAway();
        take();
        from = at;
      }
      feedServer(bytes, from, bytes.length);
      return this;
    }

    void end() {
      wire.endFromServer();
      wire.endFromClient();
      take();
    }

    byte[] toClient() {
      return toClient.toByteArray();
    }

    byte[] afterPreface() {
      byte[] all = toServer.toByteArray();
      return Arrays.copyOfRange(all, Http2Wire.PREFACE.length, all.length);
    }

    Set<Integer> resets() {
      return Parsed.of(afterPreface()).resets();
    }

    private void feedServer(byte[] bytes, int from, int to) {
      int at = from;
      while (at < to) {
        int count = splits == null ? to - at : Math.min(to - at, 1 + splits.nextInt(30));
        wire.feedFromServer(ByteBuffer.wrap(bytes, at, count));
        take();
        at += count;
      }
    }

    private void take() {
      toClient.writeBytes(wire.takeToClient());
      toServer.writeBytes(wire.takeToServer());
    }
  }
}
