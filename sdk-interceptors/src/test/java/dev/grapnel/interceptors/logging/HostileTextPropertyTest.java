package dev.grapnel.interceptors.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.grapnel.interceptors.logging.MessageLine.Kind;
import dev.grapnel.interceptors.test.v1.Author;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Whatever strings arrive: one line, no control character, no secret. */
class HostileTextPropertyTest {

  private static final String SECRET = "S3cr3t";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CallLines LINES =
      new CallLines(GRPCLogger.create(), System::nanoTime, () -> 0);
  private static final RedactedFields REDACTED =
      new RedactedFields(GRPCLogger.create().redactedFields());

  @Property(tries = 500)
  void callsAreOneLine(
      @ForAll("hostile") String method,
      @ForAll("hostile") String id,
      @ForAll("hostile") String text) {
    CallEnd end =
        new CallEnd(call(method, id), Status.INTERNAL.withDescription(text), false, text, text);

    assertHarmless(LogFormat.text().call(end));
    String json = LogFormat.json().call(end);
    assertHarmless(json);
    assertThat(json.length()).isLessThan(12_000);
    assertThat(read(json).get("status").textValue()).isEqualTo("INTERNAL");
  }

  @Property(tries = 500)
  void jsonKeepsShortTexts(@ForAll("hostile") String text) {
    String sound = new String(text.getBytes(UTF_8), UTF_8);
    String shortened = sound.length() > 40 ? sound.substring(0, 20) : sound;
    CallEnd end = new CallEnd(call("a/b", shortened), Status.OK, false, "p", null);

    assertThat(read(LogFormat.json().call(end)).get("request_id").textValue()).isEqualTo(shortened);
  }

  @Property(tries = 500)
  void messagesAreOneLineWithoutSecrets(
      @ForAll("hostile") String text,
      @ForAll("hostile") String key,
      @ForAll @IntRange(min = 1, max = 400) int limit) {
    WriteRequest request =
        WriteRequest.newBuilder()
            .setText(text)
            .setPassword(text + SECRET)
            .setCardNumber(SECRET + text)
            .setAuthor(Author.newBuilder().setName(text).setAccessToken(SECRET))
            .putLabels(key, text)
            .putLabels(key + " token", SECRET)
            .build();
    Struct struct =
        Struct.newBuilder()
            .putFields(key, Value.newBuilder().setStringValue(text).build())
            .putFields("Secret-" + key, Value.newBuilder().setStringValue(SECRET).build())
            .build();
    Note note = Note.newBuilder().setText(text).setSecret(SECRET).build();
    for (Object message : List.of(request, struct, note)) {
      for (int most : new int[] {limit, 100_000}) {
        PayloadPrinter.Payload payload = new PayloadPrinter(REDACTED, most).print(message);
        assertThat(payload.text()).hasSizeLessThanOrEqualTo(most).doesNotContain(SECRET);
        MessageLine line = new MessageLine(call("a/b", "id"), Kind.REQUEST, 1, payload);
        assertHarmless(LogFormat.text().message(line));
        assertHarmless(LogFormat.json().message(line));
        assertThat(read(LogFormat.json().message(line)).get("payload").textValue())
            .isEqualTo(payload.text());
      }
    }
  }

  /** What matters and what is rare by chance. */
  @Provide
  Arbitrary<String> hostile() {
    Arbitrary<Character> dangerous =
        Arbitraries.of(
            '\n', '\r', '\t', '\0', '\u001b', '\u007f', '\u0085', '\u009b', '\u2028', '\u2029',
            '\u202e', '\u2066', '\u200b', '\ufeff', '"', '\\', '{', '}', ' ', '\ud83d', '\ude00',
            '\udb40', '\udc01', '\ue000');
    return Arbitraries.frequencyOf(
            Tuple.of(3, dangerous),
            Tuple.of(2, Arbitraries.chars().ascii()),
            Tuple.of(1, Arbitraries.chars().all()))
        .list()
        .ofMaxSize(1500)
        .map(HostileTextPropertyTest::join);
  }

  private static String join(List<Character> characters) {
    StringBuilder text = new StringBuilder();
    characters.forEach(text::append);
    return text.toString();
  }

  private static void assertHarmless(String line) {
    assertThat(line.codePoints().filter(HostileTextPropertyTest::isHarmful).toArray()).isEmpty();
  }

  private static boolean isHarmful(int codePoint) {
    int type = Character.getType(codePoint);
    return Character.isISOControl(codePoint)
        || codePoint == 0x2028
        || codePoint == 0x2029
        || type == Character.FORMAT
        || type == Character.SURROGATE;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException invalid) {
      throw new AssertionError(json, invalid);
    }
  }

  private static LoggedCall call(String method, String id) {
    MethodDescriptor<Object, Object> descriptor =
        MethodDescriptor.newBuilder(new NoMarshaller(), new NoMarshaller())
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(method)
            .build();
    return new LoggedCall(LINES, Side.SERVER, descriptor, id, null);
  }

  private static final class NoMarshaller implements MethodDescriptor.Marshaller<Object> {

    @Override
    public InputStream stream(Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object parse(InputStream stream) {
      throw new UnsupportedOperationException();
    }
  }
}
