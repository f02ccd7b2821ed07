package dev.grapnel.protogen.template;

import static dev.grapnel.protogen.template.Crud.made;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.annotation.Resource.Operation;
import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoRpc;
import dev.grapnel.protogen.template.models.Book;
import dev.grapnel.protogen.template.models.Edition;
import dev.grapnel.protogen.template.models.Person;
import dev.grapnel.protogen.template.models.User;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CrudTemplateTest {

  private static final String SEED_004 =
      """
      syntax = "proto3";

      package user;

      service UserService {
          rpc GetUser(GetUserRequest) returns (User);
          rpc CreateUser(CreateUserRequest) returns (User);
          rpc UpdateUser(UpdateUserRequest) returns (User);
          rpc DeleteUser(DeleteUserRequest) returns (Empty);
      }

      message User {
          int32 id = 1;
          string name = 2;
          string email = 3;
      }

      message GetUserRequest {
          int32 id = 1;
      }

      message CreateUserRequest {
          string name = 1;
          string email = 2;
      }
      """;

  private static final String STANDARD_SERVICE =
      """
            import "google/protobuf/field_mask.proto";

            service UserService {
              rpc GetUser(GetUserRequest) returns (GetUserResponse) {
                option idempotency_level = NO_SIDE_EFFECTS;
              }
              rpc ListUsers(ListUsersRequest) returns (ListUsersResponse) {
                option idempotency_level = NO_SIDE_EFFECTS;
              }
              rpc CreateUser(CreateUserRequest) returns (CreateUserResponse);
              rpc UpdateUser(UpdateUserRequest) returns (UpdateUserResponse);
              rpc DeleteUser(DeleteUserRequest) returns (DeleteUserResponse);
            }
            """;

  private static final String STANDARD_MESSAGES =
      """
            message GetUserRequest {
              int32 id = 1;
            }

            message GetUserResponse {
              User user = 1;
            }

            message ListUsersRequest {
              int32 page_size = 1;
              string page_token = 2;
            }

            message ListUsersResponse {
              repeated User users = 1;
              string next_page_token = 2;
            }

            message CreateUserRequest {
              User user = 1;
            }

            message CreateUserResponse {
              User user = 1;
            }

            message UpdateUserRequest {
              User user = 1;
              google.protobuf.FieldMask update_mask = 2;
            }

            message UpdateUserResponse {
              User user = 1;
            }

            message DeleteUserRequest {
              int32 id = 1;
            }

            message DeleteUserResponse {}
            """;

  private static final String AIP_LIST_AND_CREATE =
      """
            message ListEditionsRequest {
              // Format: publishers/{publisher}
              string parent = 1;
              int32 page_size = 2;
              string page_token = 3;
              string filter = 4;
              string order_by = 5;
              int32 skip = 6;
            }

            message ListEditionsResponse {
              repeated Edition editions = 1;
              string next_page_token = 2;
              int32 total_size = 3;
            }

            message CreateEditionRequest {
              // Format: publishers/{publisher}
              string parent = 1;
              string edition_id = 2;
              Edition edition = 3;
            }
            """;

  private static final String SOCIO_BOOK =
      """
            // buf:lint:ignore SERVICE_SUFFIX
            service BookController {
                rpc Create(BookRequest) returns (BookResponse);
                rpc Destroy(BookDestroyRequest) returns (google.protobuf.Empty);
                rpc List(BookListRequest) returns (BookListResponse) {
                    option idempotency_level = NO_SIDE_EFFECTS;
                }
                rpc PartialUpdate(BookPartialUpdateRequest) returns (BookResponse);
                rpc Retrieve(BookRetrieveRequest) returns (BookResponse) {
                    option idempotency_level = NO_SIDE_EFFECTS;
                }
                rpc Stream(BookStreamRequest) returns (stream BookResponse) {
                    option idempotency_level = NO_SIDE_EFFECTS;
                }
                rpc Update(BookRequest) returns (BookResponse);
            }

            message BookResponse {
                optional int64 id = 1;
                string title = 2;
                google.protobuf.Timestamp created_at = 3;
                repeated BookResponse sequels = 4;
            }

            message BookRequest {
                optional int64 id = 1;
                string title = 2;
                string secret = 3;
                repeated BookRequest sequels = 4;
            }

            message BookDestroyRequest {
                int64 id = 1;
            }

            message BookListRequest {
                // buf:lint:ignore FIELD_LOWER_SNAKE_CASE
                optional google.protobuf.Struct _filters = 1;
                // buf:lint:ignore FIELD_LOWER_SNAKE_CASE
                optional google.protobuf.Struct _pagination = 2;
            }

            message BookListResponse {
                repeated BookResponse results = 1;
                int32 count = 2;
            }

            message BookPartialUpdateRequest {
                optional int64 id = 1;
                string title = 2;
                string secret = 3;
                repeated BookRequest sequels = 4;
                // buf:lint:ignore FIELD_LOWER_SNAKE_CASE
                repeated string _partial_update_fields = 5;
            }

            message BookRetrieveRequest {
                int64 id = 1;
            }
            """;

  @Test
  void seedBeginsAsTheSeedDoes() {
    assertThat(Crud.of(Template.SEED, "user").service(User.class, "UserService").text("    "))
        .isEqualTo(
            SEED_004
                + """

                message UpdateUserRequest {
                    int32 id = 1;
                    string name = 2;
                    string email = 3;
                }

                message DeleteUserRequest {
                    int32 id = 1;
                }

                message Empty {}
                """);
  }

  @Test
  void standardHasARequestAndAResponseForEachCall() {
    assertThat(Crud.of(Template.STANDARD, "acme.v1").service(User.class, "").text("  "))
        .contains(STANDARD_SERVICE)
        .endsWith(STANDARD_MESSAGES);
  }

  @Test
  void aipNamesResourcesAndTheirParents() {
    assertThat(Crud.of(Template.AIP, "acme.v2").http().service(Edition.class, "").text("  "))
        .contains(
            """
              rpc GetEdition(GetEditionRequest) returns (Edition) {
                option idempotency_level = NO_SIDE_EFFECTS;
                option (google.api.http) = {
                  get: "/v2/{name=publishers/*/editions/*}"
                };
              }
            """,
            "get: \"/v2/{parent=publishers/*}/editions\"\n",
            """
              rpc CreateEdition(CreateEditionRequest) returns (Edition) {
                option (google.api.http) = {
                  post: "/v2/{parent=publishers/*}/editions"
                  body: "edition"
                };
              }
            """,
            "patch: \"/v2/{edition.name=publishers/*/editions/*}\"\n      body: \"edition\"\n",
            "rpc DeleteEdition(DeleteEditionRequest) returns (google.protobuf.Empty) {",
            "delete: \"/v2/{name=publishers/*/editions/*}\"\n",
            AIP_LIST_AND_CREATE,
            """
            message DeleteEditionRequest {
              // Format: publishers/{publisher}/editions/{edition}
              string name = 1;
              string etag = 2;
            }
            """);
  }

  @Test
  void aipFindsAModelWithoutANameByItsIdAndHasNoParentUnlessItIsSaid() {
    assertThat(Crud.of(Template.AIP, "acme").http().service(User.class, "").text("  "))
        .contains(
            "get: \"/{name=users/*}\"",
            "post: \"/users\"",
            "patch: \"/users/{user.id}\"",
            "message CreateUserRequest {\n  string user_id = 1;\n  User user = 2;\n}\n")
        .doesNotContain("parent", "etag");
  }

  @Test
  void httpIsLeftOutUnlessItIsWanted() {
    assertThat(Crud.of(Template.AIP, "acme.v1").service(User.class, "").text("  "))
        .doesNotContain("google.api.http");
  }

  @Test
  void socioSplitsWhatIsWrittenFromWhatIsTold() {
    assertThat(Crud.of(Template.SOCIO, "library").service(Book.class, "BookService").text("    "))
        .contains(SOCIO_BOOK)
        .doesNotContain("message Book {");
  }

  @Test
  void aModelThatIsOnlyReadHasNothingToWriteItWith() {
    Crud crud = Crud.of(Template.SOCIO, "app");
    assertThat(crud.service(Person.class, "").text("  "))
        .contains("service PersonController {\n  rpc List(", "\n  rpc Retrieve(")
        .contains("message PersonRetrieveRequest {\n  string code = 1;\n}\n")
        .doesNotContain("PersonRequest", "Empty", "Create", "Update");
  }

  @ParameterizedTest
  @EnumSource(Template.class)
  void theCallerChoosesOperationsInAnyTemplate(Template template) {
    MadeService made = made(template, Person.class, "", Set.of(Operation.STREAM));
    assertThat(made.service().rpcs()).singleElement().matches(ProtoRpc::serverStreaming);
    assertThat(made.service().rpcs().get(0).key()).isEqualTo("stream");
  }

  @Test
  void aPartialUpdateAloneIsTheUpdateWithAMask() {
    assertThat(made(Template.STANDARD, User.class, "", Set.of(Operation.PARTIAL_UPDATE)))
        .extracting(made -> made.service().rpcs().get(0).name())
        .isEqualTo("UpdateUser");
  }

  @Test
  void keysComeFromTheModelAndTheOperationWhateverThingsAreCalled() {
    MadeService made = made(Template.STANDARD, User.class, "Users", Set.of(Operation.LIST));
    assertThat(made.service().key()).isEqualTo(User.class.getName());
    assertThat(made.service().name()).isEqualTo("Users");
    assertThat(made.messages())
        .extracting(ProtoMessage::key)
        .containsExactly(
            "request:" + User.class.getName() + "#list",
            "response:" + User.class.getName() + "#list");
    assertThat(made.messages().get(1).fields())
        .extracting(field -> field.key() + " " + field.number())
        .containsExactly("models 0", "next_page_token 0");
  }

  @ParameterizedTest
  @EnumSource(Template.class)
  void protocMakesTheSameDescriptors(Template template, @TempDir Path folder) throws Exception {
    TestSchema schema =
        Crud.of(template, "acme.shop.v1")
            .http()
            .service(User.class, "")
            .service(Book.class, "", Operation.values())
            .service(Edition.class, "")
            .service(Person.class, "")
            .schema();
    assertThat(schema.protoc(folder)).isEqualTo(schema.descriptors());
    keepForBuf(schema, template);
  }

  /** Files for {@code buf lint}, which is run by hand: {@code -Dbuf.dir=…}. */
  private static void keepForBuf(TestSchema schema, Template template) throws Exception {
    String folder = System.getProperty("buf.dir", "");
    if (!folder.isEmpty()) {
      schema.protoc(Path.of(folder, template.name()));
    }
  }
}
