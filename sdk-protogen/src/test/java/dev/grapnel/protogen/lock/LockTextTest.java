package dev.grapnel.protogen.lock;

import static dev.grapnel.protogen.lock.Schemas.enumeration;
import static dev.grapnel.protogen.lock.Schemas.message;
import static dev.grapnel.protogen.lock.Schemas.reference;
import static dev.grapnel.protogen.lock.Schemas.rpc;
import static dev.grapnel.protogen.lock.Schemas.schema;
import static dev.grapnel.protogen.lock.Schemas.service;
import static dev.grapnel.protogen.lock.Schemas.text;
import static dev.grapnel.protogen.lock.Schemas.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.schema.Cardinality;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file: what it looks like, and what is found in one that was edited. */
class LockTextTest {

  private static final String USER = "com.acme.User";
  private final LockSession session = new LockSession();
  private String text = "";

  @BeforeEach
  void makeALock() {
    session.wire(Map.of("presence", "annotated"));
    session.passes(
        schema(
            message(
                USER,
                text("id"),
                text("nick"),
                text("tags").cardinality(Cardinality.REPEATED),
                reference("color", "com.acme.Color")),
            message("com.acme.Color", text("name")),
            message("com.acme.Old", text("x")),
            enumeration("com.acme.Kind", List.of(), value("Kind", "", 0)),
            service("com.acme.Api", "ApiService", rpc("get", "Get", USER, USER))));
    session.passes(
        schema(
            message(
                USER,
                text("tags").cardinality(Cardinality.REPEATED),
                text("alias").formerly("id"),
                reference("color", "com.acme.Color")),
            message("com.acme.Color", text("name")),
            enumeration("com.acme.Kind", List.of(), value("Kind", "", 0)),
            service("com.acme.Api", "ApiService", rpc("get", "Get", USER, USER))));
    text = session.lock().text();
  }

  @Test
  void hasAnEntryALine() {
    assertThat(text.replaceAll("\"sum\": \"[0-9a-f]{16}\"", "\"sum\": \"…\""))
        .isEqualTo(
            """
            {
              "format": 1,
              "package": "acme.v1",
              "wire": {
                "presence": "annotated",
                "sum": "…"
              },
              "messages": {
                "com.acme.Color": {
                  "proto": "Color",
                  "next": 2,
                  "fields": {
                    "name": {"n":1,"name":"name","t":"string"}
                  },
                  "reserved": [],
                  "sum": "…"
                },
                "com.acme.User": {
                  "proto": "User",
                  "next": 5,
                  "fields": {
                    "alias": {"n":1,"name":"alias","t":"string","was":["id"]},
                    "color": {"n":4,"name":"color","t":"acme.v1.Color"},
                    "tags": {"c":"repeated","n":3,"name":"tags","t":"string"}
                  },
                  "reserved": [
                    {"key":"nick","n":2,"name":"nick","t":"string"}
                  ],
                  "sum": "…"
                }
              },
              "enums": {
                "com.acme.Kind": {
                  "proto": "Kind",
                  "next": 1,
                  "values": {
                    "": {"n":0,"name":"KIND_UNSPECIFIED"}
                  },
                  "reserved": [],
                  "sum": "…"
                }
              },
              "services": {
                "com.acme.Api": {
                  "proto": "ApiService",
                  "rpcs": {
                    "get": {"in":"acme.v1.User","out":"acme.v1.User","proto":"Get"}
                  },
                  "reserved": [],
                  "sum": "…"
                }
              },
              "retired": {
                "messages": {
                  "Old": {
                    "key": "com.acme.Old",
                    "proto": "Old",
                    "next": 2,
                    "fields": {
                      "x": {"n":1,"name":"x","t":"string"}
                    },
                    "reserved": [],
                    "sum": "…"
                  }
                },
                "enums": {},
                "services": {}
              },
              "sum": "…"
            }
            """);
  }

  @Test
  void isReadAsItWasWritten() {
    Diagnostics diagnostics = new Diagnostics();

    Lock read = Lock.read(text, "acme.v1.lock.json", diagnostics).orElseThrow();

    assertThat(diagnostics.all()).isEmpty();
    assertThat(read.text()).isEqualTo(text);
    assertThat(read).isEqualTo(session.lock()).hasSameHashCodeAs(session.lock());
    assertThat(read).hasToString("acme.v1.lock.json (2 messages, 1 enums, 1 services)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"n\":3=\"n\":7",
        "\"next\": 5=\"next\": 4",
        "\"name\":\"tags\"=\"name\":\"words\"",
        "{\"key\":\"nick\",\"n\":2,\"name\":\"nick\",\"t\":\"string\"}=",
        "annotated=all",
        "acme.v1.User\",\"out=acme.v1.Color\",\"out",
        "com.acme.Kind=com.acme.Sort"
      })
  void anEditIsFound(String edit) {
    String[] parts = edit.split("=", -1);

    assertThat(read(text.replace(parts[0], parts[1]))).contains(Code.LOCK_EDITED);
  }

  @Test
  void aTypeThatIsTakenOutIsFound() {
    int color = text.indexOf("    \"com.acme.Color\"");
    int user = text.indexOf("    \"com.acme.User\"");
    int old = text.indexOf("      \"Old\"");
    int end = text.indexOf("    },\n    \"enums\"", old);

    assertThat(read(text.substring(0, color) + text.substring(user)))
        .containsExactly(Code.LOCK_EDITED);
    assertThat(read(text.substring(0, old) + text.substring(end)))
        .containsExactly(Code.LOCK_EDITED);
  }

  @Test
  void aNumberOrNameThatIsThereTwiceIsFound() {
    assertThat(read(text.replace("\"n\":4", "\"n\":2")))
        .containsExactly(Code.DUPLICATE_NUMBER, Code.LOCK_EDITED);
    assertThat(read(text.replace("\"color\": {", "\"tags\": {"))).contains(Code.LOCK_EDITED);
    assertThat(read(text.replace("\"proto\": \"Kind\"", "\"proto\": \"User\"")))
        .containsExactly(Code.LOCK_EDITED, Code.LOCK_EDITED);
  }

  @Test
  void whatIsNoLockIsUnreadable() {
    for (String bad :
        List.of(
            "",
            "[]",
            "{",
            text + "x",
            text.replace("\"format\": 1", "\"format\": 2"),
            text.replace("\"format\": 1,", ""),
            text.replace("\"n\":3", "\"n\":19500"),
            text.replace("\"n\":3", "\"n\":0"),
            text.replace("\"n\":3", "\"n\":1e99"),
            text.replace("\"n\":3", "\"n\":\"3\""),
            text.replace("\"n\":3", "\"m\":3"),
            text.replace("\"n\":3", "\"n\":null"),
            text.replace("\"name\":\"tags\"", "\"name\":\"a b\""),
            text.replace("\"fields\": {", "\"fields\": 1, \"x\": {"),
            text.replace("\"Old\": {", "\"Other\": {"),
            "[".repeat(100_000))) {
      assertThat(read(bad)).as(bad).contains(Code.LOCK_UNREADABLE);
    }
  }

  @Test
  void aConflictOfVersionControlIsCalledSo() {
    Diagnostics diagnostics = new Diagnostics();

    assertThat(Lock.read("<<<<<<< HEAD\n" + text, "acme.v1.lock.json", diagnostics)).isEmpty();

    assertThat(diagnostics.all())
        .singleElement()
        .hasToString(
            "PG-LOCK-08 acme.v1.lock.json acme.v1.lock.json: version control has left a conflict in"
                + " it. Fix: take the file back from version control and generate anew, or merge"
                + " the locks of two branches with `protogen lock resolve --base REF`.");
  }

  private static List<Code> read(String text) {
    Diagnostics diagnostics = new Diagnostics();
    boolean isThere = Lock.read(text, "acme.v1.lock.json", diagnostics).isPresent();
    List<Code> codes = diagnostics.all().stream().map(Diagnostic::code).toList();
    assertThat(isThere).isEqualTo(!codes.contains(Code.LOCK_UNREADABLE));
    return codes;
  }
}
