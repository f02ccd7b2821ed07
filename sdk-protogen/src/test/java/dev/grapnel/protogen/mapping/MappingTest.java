package dev.grapnel.protogen.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.corpus.Beans;
import dev.grapnel.protogen.corpus.Choices;
import dev.grapnel.protogen.corpus.Collected;
import dev.grapnel.protogen.corpus.Enums;
import dev.grapnel.protogen.corpus.Generics;
import dev.grapnel.protogen.corpus.Mapped;
import dev.grapnel.protogen.corpus.Naming;
import dev.grapnel.protogen.corpus.OfProtobuf;
import dev.grapnel.protogen.corpus.Scalars;
import dev.grapnel.protogen.corpus.Texts;
import dev.grapnel.protogen.corpus.Times;
import dev.grapnel.protogen.corpus.google.Shadow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the types of the corpus become, row by row of the design. */
class MappingTest {

  private static final GeneratedSchema MADE =
      GeneratedSchema.of(
          GeneratedSchema.classFiles(), Corpus.names(), new GeneratedSchema.Numbers());

  private static List<String> lines(Class<?> type) {
    return MADE.within(type.getName().replaceAll(".*\\.", "").replace("$", ""));
  }

  @Test
  void numbersHaveTheirTypes() {
    assertThat(lines(Scalars.Primitives.class))
        .containsExactly(
            "bool truth",
            "int32 whole",
            "int64 large",
            "float real",
            "double precise",
            "int32 tiny",
            "int32 small");
    assertThat(lines(Scalars.Chars.class))
        .containsExactly("uint32 letter", "optional uint32 maybe", "repeated uint32 letters");
    assertThat(lines(Scalars.Boxes.class)).allMatch(line -> line.startsWith("optional "));
    assertThat(lines(Scalars.Int32Choices.class))
        .containsExactly(
            "sint32 signed",
            "uint32 unsigned",
            "fixed32 fixed",
            "sfixed32 signed_fixed",
            "repeated sint32 many");
    assertThat(lines(Scalars.Present.class))
        .containsExactly(
            "optional int32 whole",
            "int32 boxed",
            "optional string text",
            "optional string maybe",
            "string plain",
            "optional bytes bytes");
    assertThat(lines(Scalars.Numbered.class))
        .containsExactly("int32 one", "int32 second", "string first", "string seventh");
  }

  @Test
  void valuesHaveTheFormsThatAreWished() {
    assertThat(lines(Texts.Uuids.class))
        .containsExactly("string text", "bytes bytes", "UuidParts parts");
    assertThat(MADE.within("UuidParts"))
        .containsExactly("fixed64 most_significant", "fixed64 least_significant");
    assertThat(lines(Texts.UuidLists.class))
        .containsExactly("repeated string texts", "repeated UuidParts parts");
    assertThat(lines(Texts.Decimals.class))
        .containsExactly("string text", "google.type.Decimal google", "DecimalParts parts");
    assertThat(MADE.within("DecimalParts")).containsExactly("bytes unscaled", "int32 scale");
    assertThat(lines(Times.Dates.class))
        .containsExactly("string plain", "google.type.Date google", "sint32 day");
    assertThat(lines(Times.Durations.class))
        .containsExactly(
            "google.protobuf.Duration plain", "int64 millis", "int64 nanos", "string text");
    assertThat(lines(Enums.Forms.class))
        .containsExactly("string text", "int32 number", "repeated string texts");
  }

  @Test
  void collectionsAreRepeatedOrInMessagesOfTheirOwn() {
    assertThat(lines(Collected.ListsOfLists.class))
        .containsExactly(
            "repeated StringList texts",
            "repeated CollectedItemList items",
            "repeated Int32ListList deep");
    assertThat(lines(Collected.Wrapped.class))
        .containsExactly("StringList texts", "CollectedItemList items", "StringList array");
    assertThat(lines(Collected.Holes.class))
        .containsExactly(
            "repeated StringValue texts",
            "repeated Int32Value numbers",
            "repeated CollectedItemValue items",
            "repeated DoubleValue reals");
    assertThat(MADE.within("StringValue")).containsExactly("optional string value");
    assertThat(MADE.within("CollectedItemValue")).containsExactly("CollectedItem value");
  }

  @Test
  void mapsAreMapsOrListsOfEntries() {
    assertThat(lines(Mapped.Keys.class))
        .contains("map<int32, string> small", "map<uint32, string> letter");
    assertThat(lines(Mapped.EnumKeys.class))
        .containsExactly("map<int32, string> numbers", "map<string, MappedPoint> texts");
    assertThat(lines(Mapped.NestedEntries.class))
        .containsExactly(
            "repeated MappedNestedEntriesDaysEntry days",
            "repeated MappedNestedEntriesListedItemEntryList listed");
    assertThat(MADE.within("MappedNestedEntriesDaysEntry"))
        .containsExactly("jdk.time.v1.DayOfWeek key", "StringToStringMap value");
    assertThat(MADE.within("MappedListKeysPathsEntry"))
        .containsExactly("StringList key", "MappedPoint value");
    assertThat(lines(Mapped.Dynamic.class))
        .containsExactly(
            "google.protobuf.Struct anything",
            "google.protobuf.Value value",
            "repeated google.protobuf.Value values");
  }

  @Test
  void enumsHaveAZeroAndTheirPrefix() {
    assertThat(lines(Enums.OAuth2Kind.class))
        .containsExactly(
            "ENUMS_O_AUTH2_KIND_UNSPECIFIED",
            "ENUMS_O_AUTH2_KIND_CODE",
            "ENUMS_O_AUTH2_KIND_PASSWORD_2",
            "ENUMS_O_AUTH2_KIND_CLIENT_CREDENTIALS");
    assertThat(lines(Enums.WithUnspecified.class))
        .containsExactly(
            "ENUMS_WITH_UNSPECIFIED_UNSPECIFIED",
            "ENUMS_WITH_UNSPECIFIED_FIRST",
            "ENUMS_WITH_UNSPECIFIED_LAST");
    assertThat(lines(Enums.WithZero.class))
        .containsExactly(
            "// buf:lint:ignore ENUM_ZERO_VALUE_SUFFIX",
            "ENUMS_WITH_ZERO_UNKNOWN",
            "ENUMS_WITH_ZERO_KNOWN");
    assertThat(MADE.text()).contains("  ENUMS_NUMBERED_FIVE = 5;\n");
  }

  @Test
  void choicesAreOneofs() {
    assertThat(lines(Choices.Shape.class))
        .containsExactly(
            "oneof choices_shape {",
            "ChoicesCircle circle",
            "ChoicesPolygon polygon",
            "ChoicesRectangle rectangle",
            "}");
    assertThat(lines(Choices.Contact.class)).contains("ChoicesMail letter", "ChoicesCall call");
    assertThat(lines(Choices.Node.class)).hasSize(4);
    assertThat(lines(Choices.Token.class)).contains("oneof choices_token_kind {");
    assertThat(lines(Choices.Bike.class)).containsExactly("string plate", "bool has_bell");
    assertThat(MADE.within("ChoicesSuccessOfChoicesShape")).containsExactly("ChoicesShape value");
  }

  @Test
  void genericTypesAreMadeForEachUse() {
    assertThat(lines(Generics.Uses.class))
        .contains(
            "GenericsPageOfListOfString lists".replace("String", "GenericsUser"),
            "GenericsPageOfGenericsPageOfInteger pages",
            "GenericsPairOfIntArrayAndByteArray arrays",
            "GenericsBoundedOfGenericsUser bounded",
            "GenericsPageOfGenericsUser wild",
            "GenericsPageOfString same");
    assertThat(lines(Generics.Bottom.class))
        .containsExactly(
            "optional int64 id",
            "GenericsUser content",
            "repeated GenericsUser more",
            "GenericsPairOfGenericsUserAndGenericsUser both",
            "string own");
  }

  @Test
  void beansHaveTheirProperties() {
    assertThat(lines(Beans.Person.class))
        .containsExactly("string name", "int32 age", "bool active", "optional string nick");
    assertThat(lines(Beans.Employee.class)).hasSize(5).endsWith("int64 salary");
    assertThat(lines(Beans.Accessors.class))
        .containsExactly("string url", "int32 x_pos", "bool is_open", "string i_d");
    assertThat(lines(Beans.Virtual.class)).containsExactly("string title", "int32 page_count");
    assertThat(lines(Beans.Fluent.class)).containsExactly("string name", "int32 size");
    assertThat(lines(Beans.Partly.class)).containsExactly("string kept", "string also_kept");
    assertThat(lines(Beans.Animal.class)).containsExactly("int64 id");
  }

  @Test
  void namesAreThoseOfProtobufAndJsonNamesThoseOfJackson() {
    assertThat(lines(Naming.Cases.class))
        .containsExactly(
            "string user_id",
            "string url",
            "string o_auth2_token",
            "string line2_text",
            "string a1b2",
            "string x");
    assertThat(MADE.within("Chosen")).containsExactly("string chosen_field");
    assertThat(lines(Naming.Jackson.class).get(0))
        .isEqualTo("string user_name = 1 [json_name = \"user-name\"];");
    assertThat(lines(Naming.Snake.class))
        .containsExactly(
            "string first_name = 1 [json_name = \"first_name\"];",
            "string last_name = 2 [json_name = \"last_name\"];",
            "string mail");
    assertThat(lines(Naming.Ordered.class))
        .containsExactly("string last", "string first", "string middle");
    assertThat(lines(Naming.Ignoring.class)).containsExactly("string text");
  }

  @Test
  void whatIsElsewhereIsImported() {
    assertThat(lines(OfProtobuf.Others.class))
        .containsExactly(
            "google.type.Money price",
            "repeated google.type.Money prices",
            "map<string, google.rpc.Status> statuses",
            "google.rpc.Code code");
    assertThat(lines(Shadow.class))
        .containsExactly(
            ".google.protobuf.Timestamp when",
            "grapnel.protogen.corpus.other.v1.Address where",
            "repeated grapnel.protogen.corpus.other.v1.AddressKind kinds");
  }
}
