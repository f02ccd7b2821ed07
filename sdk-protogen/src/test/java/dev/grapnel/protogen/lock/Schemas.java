package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.FieldNames;
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
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small schemas for tests. */
final class Schemas {

  private Schemas() {}

  /** A field that can be changed. */
  static final class Field {
    final String key;
    String name;
    int number;
    ProtoType type;
    Cardinality cardinality = Cardinality.IMPLICIT;
    @Nullable String oneof;
    @Nullable String jsonName;
    Form form = Form.PLAIN;
    List<String> formerly = List.of();
    boolean revived;

    Field(String key, ProtoType type) {
      this.key = key;
      this.name = FieldNames.snake(key);
      this.type = type;
    }

    Field name(String given) {
      name = given;
      return this;
    }

    Field number(int given) {
      number = given;
      return this;
    }

    Field cardinality(Cardinality given) {
      cardinality = given;
      return this;
    }

    Field oneof(String given) {
      oneof = given;
      return this;
    }

    Field jsonName(String given) {
      jsonName = given;
      return this;
    }

    Field form(Form given) {
      form = given;
      return this;
    }

    Field formerly(String... given) {
      formerly = List.of(given);
      return this;
    }

    Field revived() {
      revived = true;
      return this;
    }

    ProtoField made(String message) {
      return new ProtoField(
          key,
          name,
          number,
          type,
          cardinality,
          oneof,
          jsonName,
          form,
          formerly,
          revived,
          List.of(),
          null,
          origin(message + "." + key));
    }
  }

  static Field field(String key, ScalarType type) {
    return new Field(key, new ProtoType.Scalar(type));
  }

  static Field text(String key) {
    return field(key, ScalarType.STRING);
  }

  static Field reference(String key, String messageKey) {
    return new Field(key, new ProtoType.MessageOf(messageKey));
  }

  static ProtoMessage message(String key, Field... fields) {
    return message(key, simple(key), List.of(), fields);
  }

  static ProtoMessage message(String key, String name, List<String> formerly, Field... fields) {
    List<ProtoField> made = new ArrayList<>();
    for (Field field : fields) {
      made.add(field.made(simple(key)));
    }
    return new ProtoMessage(key, name, made, List.of(), formerly, null, origin(simple(key)));
  }

  static ProtoEnum enumeration(String key, List<String> formerly, ProtoEnumValue... values) {
    return new ProtoEnum(
        key, simple(key), List.of(values), List.of(), formerly, null, origin(simple(key)));
  }

  static ProtoEnumValue value(String type, String key, int number, String... formerly) {
    String name = FieldNames.upperSnake(type) + "_" + (key.isEmpty() ? "UNSPECIFIED" : key);
    return new ProtoEnumValue(key, name, number, List.of(formerly), null, origin(type + "." + key));
  }

  static ProtoRpc rpc(String key, String name, String request, String response) {
    return new ProtoRpc(
        key,
        name,
        new ProtoType.MessageOf(request),
        new ProtoType.MessageOf(response),
        false,
        false,
        ProtoRpc.Idempotency.UNKNOWN,
        null,
        null,
        origin(key));
  }

  static ProtoService service(String key, String name, ProtoRpc... rpcs) {
    return new ProtoService(key, name, List.of(rpcs), null, origin(name));
  }

  static ProtoSchema schema(Object... parts) {
    return new ProtoSchema(List.of(packageOf("acme.v1", parts)));
  }

  static ProtoPackage packageOf(String name, Object... parts) {
    List<ProtoService> services = new ArrayList<>();
    List<ProtoMessage> messages = new ArrayList<>();
    List<ProtoEnum> enums = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof ProtoService service) {
        services.add(service);
      } else if (part instanceof ProtoEnum type) {
        enums.add(type);
      } else {
        messages.add((ProtoMessage) part);
      }
    }
    return new ProtoPackage(
        name, name.replace('.', '/') + "/all.proto", "", "", services, messages, enums);
  }

  static Origin origin(String subject) {
    return new Origin(new SourceLocation("Model.java", 1), subject);
  }

  static String simple(String key) {
    return FieldNames.pascal(key.substring(key.lastIndexOf('.') + 1));
  }
}
