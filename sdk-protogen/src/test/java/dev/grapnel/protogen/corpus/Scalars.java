package dev.grapnel.protogen.corpus;

import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.annotation.ProtoField.Presence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Numbers, truth values and bytes, and whether they can be absent. */
@SuppressWarnings("all") // The shapes that Error Prone minds are what is tested.
public final class Scalars {

  private Scalars() {}

  public record Primitives(
      boolean truth, int whole, long large, float real, double precise, byte tiny, short small) {}

  public record Chars(char letter, Character maybe, char[] letters) {}

  public record Boxes(
      Boolean truth,
      Integer whole,
      Long large,
      Float real,
      Double precise,
      Byte tiny,
      Short small) {}

  public record Optionals(
      OptionalInt whole,
      OptionalLong large,
      OptionalDouble precise,
      Optional<String> text,
      Optional<Boolean> truth,
      Optional<Primitives> nested) {}

  public record Atomics(
      AtomicInteger whole, AtomicLong large, AtomicBoolean truth, AtomicReference<String> text) {}

  public record Int32Choices(
      @ProtoField(type = "sint32") int signed,
      @ProtoField(type = "uint32") int unsigned,
      @ProtoField(type = "fixed32") int fixed,
      @ProtoField(type = "sfixed32") int signedFixed,
      @ProtoField(type = "sint32") List<Integer> many) {}

  public record Int64Choices(
      @ProtoField(type = "sint64") long signed,
      @ProtoField(type = "uint64") long unsigned,
      @ProtoField(type = "fixed64") Long fixed,
      @ProtoField(type = "sfixed64") long[] many) {}

  public record Present(
      @ProtoField(presence = Presence.EXPLICIT) int whole,
      @ProtoField(presence = Presence.IMPLICIT) Integer boxed,
      @ProtoField(presence = Presence.EXPLICIT) String text,
      @Nullable String maybe,
      String plain,
      byte @Nullable [] bytes) {}

  public record Bytes(
      byte[] array, java.nio.ByteBuffer buffer, java.util.BitSet bits, Byte[] boxed) {}

  public record Numbered(
      @ProtoField(7) String seventh,
      String first,
      @ProtoField(2) int second,
      @ProtoField(1) int one) {}

  public record Empty() {}

  public record OneValue(int value) {}

  public record Many(
      int a1,
      int a2,
      int a3,
      int a4,
      int a5,
      int a6,
      int a7,
      int a8,
      int a9,
      int a10,
      int a11,
      int a12,
      int a13,
      int a14,
      int a15,
      int a16,
      int a17,
      int a18,
      int a19,
      int a20) {}
}
