package dev.grapnel.protogen.breaking.protofile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoRpc;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoService;
import dev.grapnel.protogen.schema.ProtoText;
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.schema.Reserved;
import dev.grapnel.protogen.schema.ScalarType;
import dev.grapnel.protogen.schema.SchemaDescriptors;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtoFilesTest {

  private static final String HEAD = "syntax = \"proto3\"; package p.v1; ";

  private final Diagnostics diagnostics = new Diagnostics();

  @Test
  void readsWhatProtocReads(@TempDir Path folder) throws Exception {
    Map<String, String> texts = new TreeMap<>();
    for (String path : List.of("rich/v1/rich.proto", "rich/v1/other.proto")) {
      texts.put(path, resource("breaking/" + path));
    }

    FileDescriptorSet read = ProtoFiles.parse(texts, diagnostics).orElseThrow();

    assertThat(diagnostics.all()).isEmpty();
    FileDescriptorSet expected = protoc(folder, texts);
    assertThat(read.getFileList())
        .extracting(FileDescriptorProto::toString)
        .containsExactlyInAnyOrderElementsOf(
            expected.getFileList().stream().map(FileDescriptorProto::toString).toList());
    assertThat(read.getFileList()).containsExactlyInAnyOrderElementsOf(expected.getFileList());
  }

  @Test
  void readsWhatOurPrinterPrints() {
    Origin origin = new Origin(SourceLocation.UNKNOWN, "x");
    ProtoType user = new ProtoType.MessageOf("User");
    ProtoType timestamp =
        new ProtoType.External(
            "google.protobuf.Timestamp", "google/protobuf/timestamp.proto", false);
    List<ProtoField> fields =
        List.of(
            field("id", 1, new ProtoType.Scalar(ScalarType.INT64), Cardinality.IMPLICIT, null),
            field("nick", 2, new ProtoType.Scalar(ScalarType.STRING), Cardinality.OPTIONAL, null),
            field("friends", 7, user, Cardinality.REPEATED, null),
            field("at", 3, timestamp, Cardinality.IMPLICIT, "choice"),
            field("kind", 9, new ProtoType.EnumOf("Kind"), Cardinality.IMPLICIT, "choice"),
            field(
                "by_name",
                5,
                new ProtoType.MapOf(ScalarType.STRING, user),
                Cardinality.REPEATED,
                null));
    List<Reserved> reserved = List.of(new Reserved(4, "old"), new Reserved(8, "older"));
    ProtoMessage message =
        new ProtoMessage("User", "User", fields, reserved, List.of(), "Text.", origin);
    List<ProtoEnumValue> values =
        List.of(
            new ProtoEnumValue("A", "KIND_A", 2, List.of(), null, origin),
            new ProtoEnumValue("", "KIND_UNSPECIFIED", 0, List.of(), null, origin));
    ProtoEnum kind =
        new ProtoEnum("Kind", "Kind", values, List.of(new Reserved(1, "K")), List.of(), "", origin);
    ProtoRpc rpc =
        new ProtoRpc(
            "get",
            "Get",
            user,
            timestamp,
            true,
            true,
            ProtoRpc.Idempotency.IDEMPOTENT,
            null,
            "Gets.",
            origin);
    ProtoService service = new ProtoService("S", "UserService", List.of(rpc), null, origin);
    ProtoPackage one =
        new ProtoPackage(
            "acme.v1",
            "acme/v1/user.proto",
            "com.acme.v1",
            "UserProto",
            List.of(service),
            List.of(message),
            List.of(kind));
    ProtoSchema schema = new ProtoSchema(List.of(one));

    var read =
        ProtoFiles.parse(
            Map.of(one.path(), ProtoText.of(schema, "  ").write(one, List.of("Generated."))),
            diagnostics);

    assertThat(diagnostics.all()).isEmpty();
    assertThat(read.orElseThrow().getFileList())
        .containsExactlyElementsOf(SchemaDescriptors.of(schema));
  }

  private static ProtoField field(
      String name, int number, ProtoType type, Cardinality cardinality, @Nullable String oneof) {
    return new ProtoField(
        name,
        name,
        number,
        type,
        cardinality,
        oneof,
        name.equals("id") ? "ID" : null,
        Form.PLAIN,
        List.of(),
        false,
        List.of(),
        "The " + name,
        new Origin(SourceLocation.UNKNOWN, name));
  }

  @Test
  void tellsAllThatIsWrongInAllFiles() {
    assertThat(
            ProtoFiles.parse(
                Map.of(
                    "a.proto",
                    HEAD + "\nmessage A { int32 = 1; }",
                    "b.proto",
                    "edition = \"2023\"; message A {}",
                    "c.proto",
                    "message C { optional group G = 1 { optional int32 a = 1; } }",
                    "d.proto",
                    HEAD + "message D {".repeat(20_000),
                    "e.proto",
                    "\0",
                    "f.proto",
                    HEAD + "message F { int32 a = 99999999999; }"),
                diagnostics))
        .isEmpty();
    assertThat(diagnostics.all().stream().map(Diagnostic::toString))
        .satisfiesExactly(
            one -> assertThat(one).startsWith("PG202 a.proto:2 a.proto: expected a word"),
            one -> assertThat(one).contains("b.proto: files with an edition cannot be read"),
            one -> assertThat(one).contains("c.proto:1 C.G: groups cannot be read"),
            one -> assertThat(one).contains("d.proto: blocks are nested too deeply"),
            one -> assertThat(one).startsWith("PG202 e.proto:1 e.proto: "),
            one -> assertThat(one).startsWith("PG202 f.proto:1 ").contains("99999999999"));
  }

  @Test
  void namesTypesAndImportsThatAreNotThere() {
    assertThat(
            ProtoFiles.parse(
                Map.of(
                    "a.proto",
                    HEAD
                        + "import \"x/x.proto\"; enum E { Z = 0; } message A { x.X x = 1; p.A a = 2; }"
                        + "service S { rpc Get(A) returns (E); }"),
                diagnostics))
        .isEmpty();
    assertThat(diagnostics.all())
        .extracting(Diagnostic::subject, Diagnostic::problem)
        .containsExactly(
            tuple("p.v1.A.x", "the type x.X is not found"),
            tuple("p.v1.A.a", "the type p.A is not found"),
            tuple("p.v1.S.Get", "the type E is not found"));
    assertThat(diagnostics.all()).allSatisfy(one -> assertThat(one.why()).contains("x/x.proto"));
  }

  @Test
  void seesWhatIsImportedAndWhatThatImportsPublicly() {
    Map<String, String> texts =
        Map.of(
            "a.proto", HEAD + "import \"b.proto\"; message A { B b = 1; C c = 2; D d = 3; }",
            "b.proto", HEAD + "import public \"c.proto\"; import \"d.proto\"; message B {}",
            "c.proto", HEAD + "message C {}",
            "d.proto", HEAD + "message D {}");
    assertThat(ProtoFiles.parse(texts, diagnostics)).isEmpty();
    assertThat(diagnostics.all()).extracting(Diagnostic::subject).containsExactly("p.v1.A.d");
  }

  @Test
  void readsProto2AsFarAsItCompares() {
    FileDescriptorProto file =
        ProtoFiles.parse(
                Map.of(
                    "a.proto",
                    "package p; message A { required int32 a = 1; optional E e = 2 [default = Y];"
                        + " extensions 100 to max; }"
                        + " enum E { X = 1; Y = 2; } extend A { optional int32 b = 100; }"),
                diagnostics)
            .orElseThrow()
            .getFile(0);
    assertThat(file.hasSyntax()).isFalse();
    assertThat(file.getMessageType(0).getField(0).getLabel()).isEqualTo(Label.LABEL_REQUIRED);
    assertThat(file.getMessageType(0).getField(1).hasOneofIndex()).isFalse();
    assertThat(file.getMessageType(0).getExtensionRange(0).getEnd()).isEqualTo(536_870_912);
    assertThat(diagnostics.all())
        .extracting(Diagnostic::subject, Diagnostic::code)
        .containsExactly(tuple("extend A", Code.LOSSY));
  }

  @Test
  void readsOddFiles() {
    String odd =
        "\uFEFF"
            + HEAD
            + "\r\noption (x) = {a: 1 b: {c: \"/* d\"} e: [1, 2]};;\r\n"
            + "message A { /* a */ int32 i = 8; /* b */ // \" c \n reserved 1 to 3, 7; string s = 9 [json_name = '\\'//', (buf.validate.field).string.min_len = 1,"
            + " (buf.validate.field).cel = {id: \"x\" expression: \"this > 0\"}]; };"
            + "service S { rpc a(A) returns (A) { option (google.api.http) ="
            + " { get: \"/v1\" additional_bindings { get: \"/x\" } }; }; }";
    FileDescriptorProto file =
        ProtoFiles.parse(Map.of("a.proto", odd), diagnostics).orElseThrow().getFile(0);
    assertThat(diagnostics.all()).isEmpty();
    assertThat(file.hasOptions()).isFalse();
    assertThat(file.getMessageType(0).getField(1).hasOptions()).isFalse();
    assertThat(file.getMessageType(0).getField(1).getJsonName()).isEqualTo("'//");
    assertThat(file.getService(0).getMethod(0).getInputType()).isEqualTo(".p.v1.A");
  }

  private static FileDescriptorSet protoc(Path folder, Map<String, String> texts)
      throws IOException, InterruptedException {
    Map<String, String> all = new TreeMap<>(texts);
    for (String path :
        List.of(
            "google/protobuf/empty.proto",
            "google/protobuf/struct.proto",
            "google/protobuf/timestamp.proto",
            "google/type/dayofweek.proto")) {
      all.put(path, resource(path));
    }
    for (Map.Entry<String, String> file : all.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    File protoc = new File("target/protoc/protoc.exe").getAbsoluteFile();
    assertThat(protoc.setExecutable(true)).isTrue();
    Path made = folder.resolve("made.binpb");
    List<String> command = new ArrayList<>(List.of(protoc.toString(), "-I", folder.toString()));
    command.add("--descriptor_set_out=" + made);
    command.addAll(texts.keySet());
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    return FileDescriptorSet.parseFrom(Files.readAllBytes(made));
  }

  private static String resource(String path) throws IOException {
    try (InputStream file = ProtoFilesTest.class.getClassLoader().getResourceAsStream(path)) {
      assertThat(file).as(path).isNotNull();
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
