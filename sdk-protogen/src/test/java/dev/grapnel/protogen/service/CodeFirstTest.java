package dev.grapnel.protogen.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.annotation.Resource.Operation;
import dev.grapnel.protogen.classfile.ClassFiles;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.mapping.MappingOptions;
import dev.grapnel.protogen.mapping.ModelMapper;
import dev.grapnel.protogen.mapping.PackageNames;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoRpc;
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.service.api.AuditService;
import dev.grapnel.protogen.service.api.User;
import dev.grapnel.protogen.service.api.UserApi;
import dev.grapnel.protogen.template.CrudTemplate;
import dev.grapnel.protogen.template.HttpRules;
import dev.grapnel.protogen.template.Template;
import dev.grapnel.protogen.template.TestSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CodeFirstTest {

  private static final Origin ORIGIN = new Origin(SourceLocation.UNKNOWN, "User");

  private final Diagnostics diagnostics = new Diagnostics();
  private final ClassFiles classes = ClassFiles.of(CodeFirstTest.class.getClassLoader());
  private final ModelMapper mapper =
      new ModelMapper(
          classes,
          new MappingOptions(
              new PackageNames(
                  Map.of(
                      "dev.grapnel.protogen.service.api", "acme.users.v1",
                      "dev.grapnel.protogen.service", "acme.users.v1"),
                  "",
                  "v1"),
              false,
              false),
          diagnostics);
  private final CodeFirst codeFirst = new CodeFirst(classes, mapper, diagnostics);

  private MadeService make(Class<?> type) {
    return codeFirst.make(type.getName()).orElseThrow();
  }

  @Test
  void everyShapeOfAMethodIsACall() {
    String text = TestSchema.of(mapper, List.of(make(UserApi.class))).text("  ");
    assertThat(diagnostics.all()).isEmpty();
    assertThat(text)
        .contains(
            """
            service UserService {
              rpc Get(GetRequest) returns (GetResponse);
              rpc Create(CreateRequest) returns (CreateResponse);
              rpc Delete(DeleteRequest) returns (DeleteResponse) {
                option idempotency_level = IDEMPOTENT;
              }
              rpc FindByRole(FindByRoleRequest) returns (FindByRoleResponse);
              rpc Balance(BalanceRequest) returns (BalanceResponse);
              rpc ByTeam(ByTeamRequest) returns (ByTeamResponse);
              rpc Roles(RolesRequest) returns (RolesResponse);
              rpc Count(CountRequest) returns (CountResponse);
              rpc Watch(WatchRequest) returns (stream WatchResponse);
              rpc All(AllRequest) returns (stream AllResponse);
              rpc Names(NamesRequest) returns (NamesResponse);
              rpc Tail(TailRequest) returns (stream TailResponse);
              rpc Load(stream LoadRequest) returns (LoadResponse);
              rpc Store(stream StoreRequest) returns (StoreResponse);
              rpc Chat(stream ChatRequest) returns (stream ChatResponse);
              rpc Translate(stream TranslateRequest) returns (stream TranslateResponse);
              rpc Search(SearchRequest) returns (SearchResponse);
            }
            """);
  }

  @Test
  void requestsHaveTheParametersAndResponsesTheValue() {
    String text = TestSchema.of(mapper, List.of(make(UserApi.class))).text("  ");
    assertThat(text)
        .contains(
            "message GetRequest {\n  int64 id = 1;\n}\n",
            "message GetResponse {\n  User user = 1;\n}\n",
            "message CreateRequest {\n  string name = 1;\n  int32 age = 2;\n}\n",
            "message DeleteResponse {}\n",
            "message FindByRoleRequest {\n  UserApiRole role = 1;\n}\n",
            "message FindByRoleResponse {\n  repeated User users = 1;\n}\n",
            "message BalanceRequest {}\n",
            "message BalanceResponse {\n  optional string value = 1;\n}\n",
            "message ByTeamResponse {\n  map<string, UserList> values = 1;\n}\n",
            "message RolesResponse {\n  repeated UserApiRole roles = 1;\n}\n",
            "message CountResponse {\n  int64 total = 1;\n}\n",
            "message NamesResponse {\n  repeated string values = 1;\n}\n",
            "message WatchResponse {\n  User user = 1;\n}\n",
            "message LoadRequest {\n  User user = 1;\n}\n",
            "message LoadResponse {\n  UserApiTotals user_api_totals = 1;\n}\n",
            "message StoreResponse {\n  int32 stored = 1;\n}\n",
            "message ChatRequest {\n  string value = 1;\n}\n",
            "message TranslateRequest {\n  User user = 1;\n}\n",
            "message SearchRequest {\n  string query = 1;\n  User like = 2;\n}\n");
  }

  @Test
  void keysComeFromTheInterfaceAndTheCall() {
    MadeService made = make(UserApi.class);
    String type = UserApi.class.getName();
    assertThat(made.service().key()).isEqualTo(type);
    assertThat(made.packageName()).isEqualTo("acme.users.v1");
    assertThat(made.service().rpcs()).extracting(ProtoRpc::key).contains("create", "findByRole");
    assertThat(made.messages())
        .extracting(ProtoMessage::key)
        .contains("request:" + type + "#create", "response:" + type + "#findByRole");
    assertThat(made.service().rpcs().get(0).request())
        .isEqualTo(new ProtoType.MessageOf("dev.grapnel.protogen.service.api.GetRequest"));
  }

  @Test
  void theSecondServiceWithACallOfANamePutsItsOwnNameBefore() {
    make(UserApi.class);
    MadeService audit = make(AuditService.class);
    assertThat(audit.service().name()).isEqualTo("AuditService");
    assertThat(audit.messages())
        .extracting(ProtoMessage::name)
        .containsExactly(
            "AuditServiceGetRequest",
            "AuditServiceGetResponse",
            "AuditServiceDeleteRequest",
            "AuditServiceDeleteResponse");
  }

  @Test
  void namesOfATemplateAreReserved() {
    ProtoType user = mapper.add(JavaType.named(User.class.getName()), ORIGIN);
    codeFirst.reserve(
        new CrudTemplate(Template.STANDARD, HttpRules.NONE, classes, diagnostics)
            .make(
                classes.find(User.class.getName()).orElseThrow(),
                mapper.message(user).orElseThrow(),
                "acme.users.v1",
                "",
                Set.of(Operation.GET)));
    assertThat(make(OneCall.class).messages())
        .extracting(ProtoMessage::name)
        .containsExactly("OneCallServiceGetUserRequest", "OneCallServiceGetUserResponse");
  }

  interface OneCall {
    void getUser(String name);
  }

  @Test
  void protocMakesTheSameDescriptors(@TempDir Path folder) throws Exception {
    TestSchema schema =
        TestSchema.of(mapper, List.of(make(UserApi.class), make(AuditService.class)));
    assertThat(schema.protoc(folder)).isEqualTo(schema.descriptors());
    String kept = System.getProperty("buf.dir", "");
    if (!kept.isEmpty()) {
      schema.protoc(Path.of(kept, "service"));
    }
  }
}
