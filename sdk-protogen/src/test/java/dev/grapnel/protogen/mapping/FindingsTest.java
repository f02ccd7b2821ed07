package dev.grapnel.protogen.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.corpus.Beans;
import dev.grapnel.protogen.corpus.other.Address;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of what cannot be mapped, or not well. */
class FindingsTest {

  private static final String NO_GENERICS =
      "Protobuf has no generic messages: one is generated for each use with its arguments.";

  private static List<String> of(Class<?>... types) {
    return GeneratedSchema.of(types).findings();
  }

  @Test
  void aStreamHasNoForm() {
    assertThat(of(BadModels.Streams.class))
        .hasSize(3)
        .contains(
            "PG010 Streams.source: java.io.InputStream has no protobuf form. It is read once, and"
                + " its end is not known before. Fix: use byte[] or a list for what is small, or a"
                + " streaming call.")
        .anyMatch(finding -> finding.startsWith("PG010 Streams.file: java.io.FileInputStream"));
  }

  @Test
  void typesOfThePlatformAreEachAFinding() {
    assertThat(of(BadModels.Platform.class))
        .hasSize(4)
        .allMatch(finding -> finding.startsWith("PG010 Platform."))
        .contains(
            "PG010 Platform.file: java.io.File has no protobuf form. What matters of it cannot be"
                + " known. Fix: use a record of your own with what matters of it, or @ProtoIgnore.");
  }

  @Test
  void classesAreRefusedForSafety() {
    assertThat(of(BadModels.Loaded.class))
        .hasSize(2)
        .contains(
            "PG011 Loaded.type: java.lang.Class is refused. Reading it would load classes that the"
                + " sender chooses. Fix: write a name that your code understands, or annotate with"
                + " @ProtoIgnore.");
  }

  @Test
  void aMissingClassIsNamed() {
    Diagnostics diagnostics = new Diagnostics();
    ClassSource classes =
        name -> name.endsWith("Kind") ? Optional.empty() : GeneratedSchema.classFiles().find(name);
    MappingOptions options = GeneratedSchema.options(new PackageNames(Map.of(), "", "v1"));
    ModelMapper mapper = new ModelMapper(classes, options, diagnostics);
    mapper.add(JavaType.named(Address.class.getName()), new Origin(SourceLocation.UNKNOWN, "x"));
    assertThat(diagnostics.all())
        .extracting(String::valueOf)
        .containsExactly(
            "PG001 Address.kind: dev.grapnel.protogen.corpus.other.Address.Kind is not found. Its"
                + " class file or source is needed to know what it holds. Fix: add it to the class"
                + " path.");
  }

  @Test
  void aMissingClassAboveIsNamedForItsPropertiesWouldBeLost() {
    Diagnostics diagnostics = new Diagnostics();
    ClassSource classes =
        name ->
            name.endsWith("Person") ? Optional.empty() : GeneratedSchema.classFiles().find(name);
    MappingOptions options = GeneratedSchema.options(new PackageNames(Map.of(), "", "v1"));
    ModelMapper mapper = new ModelMapper(classes, options, diagnostics);
    mapper.add(
        JavaType.named(Beans.Employee.class.getName()), new Origin(SourceLocation.UNKNOWN, "x"));
    assertThat(diagnostics.all())
        .extracting(String::valueOf)
        .contains(
            "PG001 Beans.Employee: dev.grapnel.protogen.corpus.Beans.Person, which it extends, is"
                + " not found. Its class file or source is needed to know what it holds. Fix: add"
                + " it to the class path.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "whole | type \"sint64\" does not fit int. A value could not be written or read back. Fix:"
            + " use one of int32, sint32, uint32, fixed32, sfixed32.",
        "id | form MILLIS is not one of UUID. A value could not be written so. Fix: use one of"
            + " [PLAIN, BYTES, PARTS].",
        "text | form WRAPPED is not one of String. A value could not be written so. Fix: use one of"
            + " [PLAIN].",
        "message | form BYTES is not for BadModels.FineOne. It is written as a message or enum of"
            + " its own. Fix: leave it out.",
        "other | type \"string\" is not for BadModels.FineOne. It is written as a message or enum of"
            + " its own. Fix: leave it out.",
        "list | a repeated field cannot be absent. Protobuf cannot tell no collection from an empty"
            + " one. Fix: use @ProtoField(form = WRAPPED).",
        "number | its number is 19500. Fields have numbers from 1 to 536870911; 19000 to 19999"
            + " belong to protobuf. Fix: use another number, or leave it to the lock."
      })
  void aWishThatCannotBeIsToldWithTheChoices(String member, String text) {
    assertThat(of(BadModels.Wishes.class))
        .hasSize(7)
        .contains("PG002 Wishes." + member + ": " + text);
  }

  @Test
  void aValueIsNoModel() {
    assertThat(of(String.class))
        .containsExactly(
            "PG003 java.lang.String: String is a value and no model. Values are written as fields of"
                + " messages. Fix: name a record, a bean, an enum or a sealed type.");
    assertThat(of(BadModels.Hidden.class))
        .containsExactly(
            "PG003 BadModels.Hidden: none of its fields can be read: secret. A property is a public"
                + " field, or one with a getter or a setter. Fix: add getters, make it a record, or"
                + " annotate the fields with @ProtoField.");
  }

  @Test
  void aCollectionOfItsOwnKindAndAClassOfProtocWithoutAFileHaveNoForm() {
    assertThat(of(BadModels.Collection.class).get(0))
        .startsWith("PG010 Collection.names: ")
        .contains("It is a collection of its own kind. Fix: use List, Set or Map, or a record");
    assertThat(of(BadModels.Protoc.class).get(0))
        .startsWith("PG010 Protoc.any: com.google.protobuf.Message is a class of protoc whose");
  }

  @Test
  void namesOfJsonAreOneEach() {
    assertThat(of(BadModels.JsonClash.class))
        .containsExactly(
            "PG021 JsonClash.foo_1: it shares the JSON name \"foo1\" with JsonClash.foo1. protoc"
                + " refuses this. Fix: annotate one of them with @ProtoField(name = \"…\").");
    assertThat(of(BadModels.JsonTold.class)).hasSize(1).allMatch(one -> one.startsWith("PG021"));
  }

  @Test
  void namesOfAPackageAreOneEach() {
    assertThat(of(BadModels.ListClash.class))
        .containsExactly(
            "PG022 BadModels.FineOneList: BadModelsFineOneList is the name of two things in"
                + " grapnel.protogen.mapping.v1, of ListClash.lists, too. The names of a package are"
                + " for all that it holds. Fix: name one of them with @ProtoMessage, @ProtoEnum or"
                + " @ProtoService(name = \"…\").");
    assertThat(of(BadModels.TwoLists.class).get(0))
        .startsWith("PG022 TwoLists.other: a message BadModelsFineOneList is needed for two types");
    assertThat(of(BadModels.EntryClash.class))
        .containsExactly(
            "PG022 EntryClash.items: protoc calls its entries ItemsEntry, as BadModels.Entry is."
                + " Within the message, the one would hide the other. Fix: name one of them"
                + " otherwise.");
    assertThat(of(BadModels.AlikeConstants.class))
        .hasSize(2)
        .contains(
            "PG022 AlikeConstants.FOO1: it would be called BAD_MODELS_ALIKE_CONSTANTS_FOO1, which is"
                + " too like that of FOO_1. protoc refuses names that differ by underscores alone."
                + " Fix: rename one of the constants.");
  }

  @Test
  void namesAreThoseThatProtobufTakes() {
    assertThat(of(BadModels.BadField.class)).hasSize(3).allMatch(one -> one.startsWith("PG023"));
    assertThat(of(BadModels.BadMessage.class))
        .containsExactly(
            "PG023 BadModels.BadMessage: \"lower\" is no name for a message or enum. Such names begin"
                + " with a capital, and have letters and digits of ASCII only. Fix: annotate it with"
                + " @ProtoMessage(name = \"…\").");
    assertThat(of(BadModels.BadConstant.class)).hasSize(1).allMatch(one -> one.startsWith("PG023"));
    assertThat(of(BadModels.BadZero.class)).hasSize(2).allMatch(one -> one.startsWith("PG002"));
  }

  @Test
  void packagesThatNeedEachOtherAreARing() {
    GeneratedSchema made = GeneratedSchema.of(dev.grapnel.protogen.mapping.ringa.One.class);
    assertThat(made.findings())
        .containsExactly(
            "PG024 Two.back: packages need each other: grapnel.protogen.mapping.ringa.v1 ->"
                + " grapnel.protogen.mapping.ringb.v1 -> grapnel.protogen.mapping.ringa.v1, by"
                + " One.two, Two.back. Each package is a file, and protobuf's files cannot import"
                + " each other. Fix: put the classes into one package, or give their packages one"
                + " protobuf package.");
  }

  @Test
  void collectionsHaveLimits() {
    assertThat(of(BadModels.OptionalList.class))
        .containsExactly(
            "PG031 OptionalList.items: Optional<List<String>> has no protobuf form. Protobuf cannot"
                + " tell no collection from an empty one. Fix: drop Optional, or annotate with"
                + " @ProtoField(form = WRAPPED).");
    assertThat(of(BadModels.Deep.class))
        .containsExactly(
            "PG032 Deep.items: a List<Integer> is within 8 other collections. Each of them needs a"
                + " message of its own. Fix: use a record for what is inside.");
    assertThat(of(BadModels.Grown.class).get(0))
        .startsWith(
            "PG032 Growing.next: BadModels.Growing is used with arguments more than 8 deep.");
  }

  @Test
  void openTypesAreNotGuessed() {
    assertThat(of(BadModels.Opens.class))
        .containsExactly(
            "PG041 Opens.open: BadModels.Open is an open type. What a value can be must be known when"
                + " the schema is made. Fix: make it sealed, or list what it can be with"
                + " @ProtoSubTypes.",
            "PG041 Opens.based: BadModels.Based has sub-types and is not abstract. A value that is of"
                + " no sub-type would have no place. Fix: make it abstract.");
  }

  @Test
  void whatAClassHasTwiceOrCannotBeMadeOfIsTold() {
    assertThat(of(BadModels.Child.class))
        .contains(
            "PG042 Child.id: it is declared by Parent, too. A message has one field of a name. Fix:"
                + " rename one of them, or annotate one with @ProtoIgnore.");
    assertThat(of(BadModels.NoWayIn.class))
        .containsExactly(
            "PG043 BadModels.NoWayIn: it has neither setters, nor a constructor or builder for its"
                + " properties. What is received could not be made into one. Fix: make it a record,"
                + " or add one of them.");
    assertThat(of(BadModels.Inner.class).get(0)).startsWith("PG043 BadModels.Inner: it needs an");
  }

  @Test
  void genericTypesNeedTheirArguments() {
    assertThat(of(BadModels.Raw.class))
        .hasSize(4)
        .contains(
            "PG051 Raw.page: BadModels.Page is used without its arguments. "
                + NO_GENERICS
                + " Fix: use it with arguments, as in BadModels.Page<String>.",
            "PG051 Raw.wild: ? stands for nothing in BadModels.Page<?>. "
                + NO_GENERICS
                + " Fix: use it with arguments, as in BadModels.Page<String>.");
  }

  @Test
  void objectsThatHoldEachOtherAreWarnedOfButForRecords() {
    assertThat(of(BadModels.Owner.class))
        .containsExactly(
            "PG061 Owner.pets: it and Pet.owner refer to each other. Objects may be in a ring, and"
                + " writing one would not end. Fix: annotate one side with @ProtoIgnore, or refer by"
                + " id.");
    assertThat(of(BadModels.FineOne.class)).isEmpty();
  }

  @Test
  void whatIsOddOrLostIsWarnedOf() {
    assertThat(of(BadModels.Keys.class))
        .containsExactly(
            "PG090 Keys.reals: a protobuf map cannot have keys of Float. A list of entries is"
                + " generated: keys are not unique on the wire, the last one holds. Fix: use text or"
                + " whole numbers for keys, or leave it so.");
    assertThat(of(BadModels.Lossy.class))
        .containsExactly(
            "PG120 Lossy.when: the zone of OffsetDateTime is not written. A timestamp is a moment"
                + " only. Fix: use the usual form where it matters.",
            "PG110 Lossy.anything: Object can be anything. Its numbers become double, and no client"
                + " knows what to expect. Fix: use a record or a sealed interface.");
    assertThat(of(BadModels.TwoFields.class))
        .containsExactly(
            "PG100 BadModels.TwoFields: the order of one, two is that of the class file. A class file"
                + " does not promise the order of the source, and new numbers follow it. Fix:"
                + " generate from sources, make it a record, or use @JsonPropertyOrder or"
                + " @ProtoField(n).");
  }

  @Test
  void aParameterIsAFieldWithTheSameFindings() {
    Diagnostics diagnostics = new Diagnostics();
    MappingOptions options = GeneratedSchema.options(new PackageNames(Map.of(), "", "v1"));
    ModelMapper mapper = new ModelMapper(GeneratedSchema.classFiles(), options, diagnostics);
    Origin origin = new Origin(SourceLocation.UNKNOWN, "UserApi.find");
    MessagePlace place = new MessagePlace("acme.v1", "FindRequest", "request:UserApi#find");
    JavaType list =
        JavaType.named(
            "java.util.List",
            new JavaType.Wildcard(JavaType.named("java.lang.String"), null, Annotations.NONE));
    assertThat(mapper.field("names", list, Annotations.NONE, place, origin)).isNotNull();
    assertThat(diagnostics.all()).isEmpty();
    JavaType thread = JavaType.named("java.lang.Thread");
    assertThat(mapper.field("thread", thread, Annotations.NONE, place, origin)).isNull();
    assertThat(diagnostics.all().get(0).toString()).startsWith("PG010 UserApi.find.thread: ");
  }
}
