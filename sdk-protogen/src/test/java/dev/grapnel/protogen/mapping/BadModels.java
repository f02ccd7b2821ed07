package dev.grapnel.protogen.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.protobuf.Message;
import dev.grapnel.protogen.annotation.ProtoEnum;
import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.annotation.ProtoField.Presence;
import dev.grapnel.protogen.annotation.ProtoMessage;
import dev.grapnel.protogen.annotation.ProtoValue;
import dev.grapnel.protogen.schema.Form;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What cannot be mapped, or not well. */
@SuppressWarnings({"all", "serial", "rawtypes"}) // Wrong on purpose.
final class BadModels {

  private BadModels() {}

  record Streams(InputStream source, Stream<String> parts, java.io.FileInputStream file) {}

  record Platform(Thread thread, Supplier<String> supplier, java.io.File file, Number number) {}

  record Loaded(Class<?> type, ClassLoader loader) {}

  static class Names extends ArrayList<String> {}

  record Collection(Names names) {}

  record Protoc(Message any) {}

  record JsonClash(int foo1, int foo_1) {}

  record JsonTold(@JsonProperty("b") int a, int b) {}

  record BadField(int größe, @ProtoField(name = "camelCase") int x, @JsonProperty("a\"b") int y) {}

  @ProtoMessage(name = "lower")
  record BadMessage() {}

  enum BadConstant {
    GRÖSSE
  }

  enum AlikeConstants {
    FOO_1,
    FOO1,
    unspecified
  }

  @ProtoEnum(zero = "NONE")
  enum BadZero {
    @ProtoValue(-3)
    ONE
  }

  record OptionalList(Optional<List<String>> items) {}

  record Deep(List<List<List<List<List<List<List<List<List<Integer>>>>>>>>> items) {}

  record Growing<T>(Growing<List<T>> next) {}

  record Grown(Growing<String> first) {}

  interface Open {}

  static class Concrete {}

  @dev.grapnel.protogen.annotation.ProtoSubTypes(SubConcrete.class)
  static class Based {}

  static class SubConcrete extends Based {}

  record Opens(Open open, List<Based> based) {}

  static class Parent {
    public int id;
  }

  static class Child extends Parent {
    public int id;
  }

  static class Hidden {
    private int secret;
  }

  static class NoWayIn {
    private final int id;

    NoWayIn(String text, int a, int b) {
      id = a;
    }

    public int getId() {
      return id;
    }
  }

  class Inner {
    public int id;
  }

  record Page<T>(List<T> items) {}

  record Raw(Page page, Page<?> wild, List list, Optional none) {}

  static class Owner {
    public List<Pet> pets;
  }

  static class Pet {
    public Owner owner;
  }

  static class TwoFields {
    public int one;
    public int two;
  }

  record FineOne(FineTwo two) {}

  record FineTwo(List<FineOne> ones) {}

  record Wishes(
      @ProtoField(type = "sint64") int whole,
      @ProtoField(form = Form.MILLIS) UUID id,
      @ProtoField(form = Form.WRAPPED) String text,
      @ProtoField(form = Form.BYTES) FineOne message,
      @ProtoField(type = "string") FineOne other,
      @ProtoField(presence = Presence.EXPLICIT) List<String> list,
      @ProtoField(19_500) int number) {}

  record Lossy(@ProtoField(form = Form.TIMESTAMP) OffsetDateTime when, Object anything) {}

  record Keys(Map<BigDecimal, String> fine, Map<Float, String> reals) {}

  record TwoLists(
      List<List<FineOne>> own, List<List<dev.grapnel.protogen.mapping.BadOther.FineOne>> other) {}

  record FineOneList(List<FineOne> items) {}

  record ListClash(FineOneList list, List<List<FineOne>> lists) {}

  record ItemsEntry(int id) {}

  @ProtoMessage(name = "ItemsEntry")
  record Entry(int id) {}

  record EntryClash(Map<String, Entry> items) {}
}
