package dev.grapnel.interceptors.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Int64Value;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import dev.grapnel.interceptors.test.v1.Author;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadPrinterTest {

  private static final RedactedFields REDACTED =
      new RedactedFields(List.of("password", "token", "secret", "authorization"));

  @Test
  void printsFieldsByNameInOneLine() {
    WriteRequest request =
        WriteRequest.newBuilder()
            .setText("two\nlines and \"quotes\" and ünïcödé")
            .setAuthor(Author.newBuilder().setName("Ana"))
            .setAttachment(ByteString.copyFromUtf8("content"))
            .build();

    assertThat(print(request))
        .isEqualTo(
            "{text: \"two\\nlines and \\\"quotes\\\" and ünïcödé\", author: {name: \"Ana\"},"
                + " attachment: <7 bytes>}");
    assertThat(print(Note.newBuilder().setNumber(-7).build())).isEqualTo("{number: -7}");
    assertThat(print(Note.getDefaultInstance())).isEqualTo("{}");
  }

  @Test
  void printsAllTypesOfValues() {
    assertThat(print(UInt32Value.of(-1))).isEqualTo("{value: 4294967295}");
    assertThat(print(UInt64Value.of(-1))).isEqualTo("{value: 18446744073709551615}");
    assertThat(print(Int64Value.of(Long.MIN_VALUE))).isEqualTo("{value: -9223372036854775808}");
    assertThat(print(Value.newBuilder().setNumberValue(1.5).build()))
        .isEqualTo("{number_value: 1.5}");
    assertThat(print(Value.newBuilder().setBoolValue(false).build()))
        .isEqualTo("{bool_value: false}");
    FieldDescriptorProto field =
        FieldDescriptorProto.newBuilder().setType(FieldDescriptorProto.Type.TYPE_BOOL).build();
    assertThat(print(field)).isEqualTo("{type: TYPE_BOOL}");
    assertThat(print(list("a", "b")))
        .isEqualTo("{values: [{string_value: \"a\"}, {string_value: \"b\"}]}");
  }

  @Test
  void redactsAtAllDepths() {
    WriteRequest request =
        WriteRequest.newBuilder()
            .setPassword("hidden")
            .setAuthor(Author.newBuilder().setName("Ana").setAccessToken("hidden"))
            .setCardNumber("hidden")
            .build();
    Note note = Note.newBuilder().setSecret("hidden").build();

    assertThat(print(request))
        .isEqualTo(
            "{password: <redacted>, author: {name: \"Ana\", access_token: <redacted>},"
                + " card_number: <redacted>}");
    assertThat(print(Notes.newBuilder().addNotes(note).addNotes(note).build()))
        .isEqualTo("{notes: [{secret: <redacted>}, {secret: <redacted>}]}");
    assertThat(print(DynamicMessage.newBuilder(request).build())).isEqualTo(print(request));
  }

  @Test
  void redactsKeysOfMaps() {
    assertThat(
            print(
                WriteRequest.newBuilder()
                    .putLabels("color", "red")
                    .putLabels("Authorization", "hidden")
                    .build()))
        .contains("\"color\": \"red\"", "\"Authorization\": <redacted>")
        .doesNotContain("hidden");
    Struct inner = Struct.newBuilder().putFields("dbPassword", string("hidden")).build();
    Struct outer =
        Struct.newBuilder()
            .putFields("inner", Value.newBuilder().setStructValue(inner).build())
            .build();
    assertThat(print(outer))
        .isEqualTo("{fields: {\"inner\": {struct_value: {fields: {\"dbPassword\": <redacted>}}}}}");
    assertThat(print(DynamicMessage.newBuilder(outer).build())).isEqualTo(print(outer));
  }

  @Test
  void tellsOnlyTheSizeOfWhatItDoesNotKnow() {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(
                99,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("hidden"))
                    .build())
            .build();
    Note note = Note.newBuilder().setText("x").setUnknownFields(unknown).build();

    assertThat(print(note)).isEqualTo("{text: \"x\", <unknown fields: 9 bytes>}");
    assertThat(print(Any.pack(note)))
        .isEqualTo(
            "{type_url: \"type.googleapis.com/grapnel.interceptors.test.v1.Note\","
                + " value: <12 bytes>}");
    assertThat(print("hidden")).isEqualTo("java.lang.String");
  }

  @Test
  void cutsExactly() {
    Note note = Note.newBuilder().setText("abc").build();
    String whole = "{text: \"abc\"}";

    assertThat(printer(whole.length()).print(note))
        .isEqualTo(new PayloadPrinter.Payload(whole, false));
    for (int limit = 1; limit < whole.length(); limit++) {
      assertThat(printer(limit).print(note))
          .isEqualTo(new PayloadPrinter.Payload(whole.substring(0, limit), true));
    }
  }

  @Test
  void neverCutsACharacterInHalf() {
    Note note = Note.newBuilder().setText("\uD83D\uDE00\uD83D\uDE00").build();
    String begin = "{text: \"";

    assertThat(printer(begin.length() + 1).print(note).text()).isEqualTo(begin);
    assertThat(printer(begin.length() + 2).print(note).text()).isEqualTo(begin + "\uD83D\uDE00");
  }

  @Test
  void stopsWhenItHasEnough() {
    EndlessNotes notes = EndlessNotes.create();

    assertThat(printer(100).print(notes).cut()).isTrue();
    assertThat(notes.read()).isLessThan(30);
  }

  @Test
  void outlivesMessagesThatThrow() {
    assertThat(print(EndlessNotes.broken()))
        .isEqualTo("dev.grapnel.interceptors.logging.EndlessNotes cannot be printed");
  }

  @Test
  void readsNoMoreOfATextThanItPrints() {
    StringBuilder out = new StringBuilder();
    Escaped.append(out, "\u0000".repeat(4 * 1024 * 1024), 100);

    assertThat(out).hasSizeLessThan(110);
    assertThat(printer(100).print(note("x".repeat(4 * 1024 * 1024))).text()).hasSize(100);
  }

  @Test
  void outlivesNestingThatHasNoEnd() {
    Value value = string("x");
    for (int i = 0; i < 3000; i++) {
      value = Value.newBuilder().setListValue(ListValue.newBuilder().addValues(value)).build();
    }

    assertThat(printer(1024 * 1024).print(value).text()).contains("{...}").hasSizeLessThan(10_000);
  }

  private static String print(Object message) {
    PayloadPrinter.Payload printed = printer(10_000).print(message);
    assertThat(printed.cut()).isFalse();
    return printed.text();
  }

  private static PayloadPrinter printer(int limit) {
    return new PayloadPrinter(REDACTED, limit);
  }

  private static Note note(String text) {
    return Note.newBuilder().setText(text).build();
  }

  private static Value string(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static ListValue list(String... texts) {
    ListValue.Builder list = ListValue.newBuilder();
    for (String text : texts) {
      list.addValues(string(text));
    }
    return list.build();
  }
}
