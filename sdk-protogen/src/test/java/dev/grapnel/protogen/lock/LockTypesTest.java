package dev.grapnel.protogen.lock;

import static dev.grapnel.protogen.lock.Schemas.enumeration;
import static dev.grapnel.protogen.lock.Schemas.message;
import static dev.grapnel.protogen.lock.Schemas.packageOf;
import static dev.grapnel.protogen.lock.Schemas.reference;
import static dev.grapnel.protogen.lock.Schemas.rpc;
import static dev.grapnel.protogen.lock.Schemas.schema;
import static dev.grapnel.protogen.lock.Schemas.service;
import static dev.grapnel.protogen.lock.Schemas.text;
import static dev.grapnel.protogen.lock.Schemas.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoRpc;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoService;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Messages, enums, services and calls: keys and names. */
class LockTypesTest {

  private static final String USER = "com.acme.User";
  private static final String PERSON = "com.acme.Person";
  private final LockSession lock = new LockSession();

  @Test
  void aRemovedTypeKeepsItsNameAndComesBackWithItsNumbers() {
    lock.passes(schema(message(USER, text("a"), text("b")), message("com.acme.Other", text("x"))));
    lock.passes(schema(message("com.acme.Other", text("x"))));

    lock.refuses(
        schema(message("com.acme.next.User", text("z")), message("com.acme.Other", text("x"))),
        Code.RESERVED_REUSED);
    lock.refuses(schema(enumeration(USER, List.of(), value("User", "", 0))), Code.TYPE_CHANGED);
    lock.refuses(
        schema(message("com.acme.Other", text("x")), service("S", "User")), Code.RESERVED_REUSED);
    lock.passes(schema(message(USER, text("b")), message("com.acme.Other", text("x"))));
    assertThat(lock.message().fields().get(0).number()).isEqualTo(2);
    assertThat(lock.message().reserved()).hasSize(1);
  }

  @Test
  void aRenamedClassKeepsItsNumbersAndItsName() {
    lock.passes(
        schema(
            message(USER, text("a")),
            message("com.acme.Order", reference("buyer", USER), text("b"))));

    ProtoSchema renamed =
        schema(
            message(PERSON, "Person", List.of(USER), text("a")),
            message("com.acme.Order", reference("buyer", PERSON), text("b")));
    lock.passes(renamed);

    assertThat(lock.message().name()).isEqualTo("User");
    lock.passes(renamed);
    assertThat(lock.message().name()).isEqualTo("User");
    lock.passes(
        schema(
            message(PERSON, "Person", List.of(USER, PERSON), text("a")),
            message("com.acme.Order", reference("buyer", PERSON), text("b"))));
    assertThat(lock.message().name()).isEqualTo("Person");
    lock.refuses(
        schema(
            message(USER, text("a")),
            message(PERSON, "Person", List.of(), text("a")),
            message("com.acme.Order", reference("buyer", PERSON), text("b"))),
        Code.RESERVED_REUSED);
  }

  @Test
  void anotherNameOfTheSameClassIsSaid() {
    lock.passes(schema(message(USER, text("a"))));

    lock.refuses(schema(message(USER, "Account", List.of(), text("a"))), Code.PROBABLE_RENAME);
    lock.passes(schema(message(USER, "Account", List.of(USER), text("a"))));
    assertThat(lock.message().name()).isEqualTo("Account");
  }

  @Test
  void aProbableRenameOfAClassIsToldOnce() {
    lock.passes(
        schema(
            message(USER, text("a")),
            message("com.acme.Order", reference("buyer", USER), text("b"))));

    assertThat(
            lock.codes(
                schema(
                    message(PERSON, text("a")),
                    message("com.acme.Order", reference("buyer", PERSON), text("b")))))
        .containsExactly(Code.PROBABLE_RENAME);
    lock.accepting(Set.of(USER))
        .passes(schema(message(PERSON, text("a")), message("com.acme.Order", text("b"))));
    assertThat(lock.message().name()).isEqualTo("Person");
  }

  @Test
  void whatIsMadeOfARenamedClassGoesWithIt() {
    lock.passes(madeOf(USER, List.of(), "User"));

    ProtoSchema made = lock.passes(madeOf(PERSON, List.of(USER), "Person"));

    assertThat(made.packages().get(0).messages())
        .extracting(ProtoMessage::name)
        .containsExactly(
            "User",
            "PageOfUser",
            "UserList",
            "UserListList",
            "UserTagsEntry",
            "Shape",
            "GetUserRequest");
    ProtoService service = made.packages().get(0).services().get(0);
    assertThat(service.name()).isEqualTo("UserService");
    assertThat(service.rpcs()).extracting(ProtoRpc::name).containsExactly("GetUser");
    assertThat(lock.message().fields()).extracting(one -> one.number()).containsExactly(1, 2);
  }

  private static ProtoSchema madeOf(String key, List<String> formerly, String name) {
    String tags = formerly.isEmpty() ? "tags" : "labels";
    String entry = "entry:" + key + "#" + tags;
    String request = "request:" + key + "#get";
    String list = "list:acme.v1:" + name + "List";
    return schema(
        message(
            key,
            name,
            formerly,
            text("id"),
            reference(tags, entry).name("tags").cardinality(Cardinality.REPEATED)),
        message("com.acme.Page<" + key + ">", "PageOf" + name, List.of(), reference("items", list)),
        message(
            list,
            name + "List",
            List.of(),
            reference("items", key).cardinality(Cardinality.REPEATED)),
        message(
            "list:acme.v1:" + name + "ListList",
            name + "ListList",
            List.of(),
            reference("items", list).cardinality(Cardinality.REPEATED)),
        message(entry, name + "TagsEntry", List.of(), text("key"), text("value")),
        message(
            "com.acme.Shape",
            reference(key, key).name(name.toLowerCase(java.util.Locale.ROOT)).oneof("shape")),
        message(request, "Get" + name + "Request", List.of(), text("id")),
        service(key, name + "Service", rpc("get", "Get" + name, request, key)));
  }

  @Test
  void valuesOfARenamedEnumKeepTheirPrefix() {
    lock.passes(
        schema(
            enumeration(
                "com.acme.Color", List.of(), value("Color", "", 0), value("Color", "RED", -1))));

    ProtoSchema made =
        lock.passes(
            schema(
                enumeration(
                    "com.acme.Tint",
                    List.of("com.acme.Color"),
                    value("Tint", "", 0),
                    value("Tint", "RED", -1),
                    value("Tint", "BLUE", -1))));

    assertThat(made.packages().get(0).enums().get(0).values())
        .extracting(one -> one.name() + "=" + one.number())
        .containsExactly("COLOR_UNSPECIFIED=0", "COLOR_RED=1", "COLOR_BLUE=2");
  }

  @Test
  void aClassThatSaysSoGoesToAnotherPackageWithItsNumbers() {
    lock.passes(
        schema(
            message(USER, text("a"), text("b")),
            message("com.acme.Order", reference("buyer", USER))));
    ProtoMessage order = message("com.acme.Order", reference("buyer", "com.acme.people.User"));

    ProtoMessage unsaid = message("com.acme.people.User", text("b"));
    ProtoMessage said = message("com.acme.people.User", "User", List.of(USER), text("b"));

    assertThat(lock.codes(both(order, unsaid))).containsExactly(Code.TYPE_CHANGED);
    ProtoSchema made = lock.passes(both(order, said));
    assertThat(made.packages().get(1).messages().get(0).fields().get(0).number()).isEqualTo(2);
    lock.refuses(both(message(USER, text("b")), said), Code.RESERVED_REUSED);
  }

  private static ProtoSchema both(ProtoMessage one, ProtoMessage other) {
    return new ProtoSchema(List.of(packageOf("acme.v1", one), packageOf("people.v1", other)));
  }

  @Test
  void anotherVersionOfAPackageBeginsAnew() {
    lock.passes(schema(message(USER, text("a"), text("b"))));
    String before = lock.lock().text();

    lock.passes(
        new ProtoSchema(
            List.of(
                packageOf(
                    "acme.v2",
                    message(
                        USER,
                        text("b"),
                        Schemas.field("a", dev.grapnel.protogen.schema.ScalarType.BOOL))))));

    assertThat(lock.message().fields()).extracting(one -> one.number()).containsExactly(1, 2);
    assertThat(lock.locks().get("acme.v1").text()).isEqualTo(before);
  }

  @Test
  void aCallIsItsNameAndTypes() {
    lock.passes(api("com.acme.Api", "get", "Get", USER));

    lock.passes(api("com.acme.Api", "find", "Get", USER));
    lock.passes(api("com.acme.next.Api", "find", "Get", USER));
    lock.refuses(api("com.acme.Api", "get", "Get", PERSON), Code.TYPE_CHANGED);
    lock.refuses(api("com.acme.next.Api", "find", "Find", USER), Code.PROBABLE_RENAME);
    lock.refuses(api("com.acme.Api", "other", "Find", USER), Code.PROBABLE_RENAME);
    lock.accepting(Set.of("com.acme.next.Api#find"))
        .passes(api("com.acme.next.Api", "find", "Find", USER));
    lock.refuses(api("com.acme.next.Api", "other", "Get", PERSON), Code.RESERVED_REUSED);
  }

  @Test
  void aServiceComesBackAsItWas() {
    lock.passes(api("com.acme.Api", "get", "Get", USER));
    lock.passes(schema(message(USER, text("a")), message(PERSON, text("p"))));

    lock.refuses(api("com.acme.Api", "get", "Get", PERSON), Code.TYPE_CHANGED);
    lock.passes(api("com.acme.Api", "get", "Get", USER));
    lock.refuses(
        schema(
            message(USER, text("a")),
            message(PERSON, text("p")),
            service("com.acme.Api", "Other", rpc("get", "Get", USER, USER))),
        Code.PROBABLE_RENAME);
  }

  private static ProtoSchema api(String key, String rpc, String name, String request) {
    return schema(
        message(USER, text("a")),
        message(PERSON, text("p")),
        service(key, "ApiService", rpc(rpc, name, request, USER)));
  }
}
