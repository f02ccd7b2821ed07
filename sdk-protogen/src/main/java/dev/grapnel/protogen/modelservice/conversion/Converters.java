package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Form;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Chooses how a type is written into a field. Models that contain themselves are met once. */
final class Converters {

  private record Nested(Type type, Descriptor message) {}

  private final Map<Nested, ModelConverter<?>> nested = new HashMap<>();

  /**
   * Finds the converter of a property.
   *
   * @throws IllegalArgumentException if the type does not fit the field
   */
  ValueConverter of(Type type, FieldDescriptor field, Form form) {
    Class<?> raw = Types.raw(type);
    if (raw == Optional.class) {
      return new HolderConverter(
          of(Types.argument(type, 0), field, form),
          value -> ((Optional<?>) value).orElse(null),
          Optional::ofNullable);
    }
    if (raw == AtomicReference.class) {
      return new HolderConverter(
          of(Types.argument(type, 0), field, form),
          value -> ((AtomicReference<?>) value).get(),
          AtomicReference::new);
    }
    if (field.isRepeated()) {
      if (Containers.isMap(raw) && field.getJavaType() == JavaType.MESSAGE) {
        return map(type, field, form);
      }
      if (Containers.isCollection(raw)) {
        return new ListConverter(type, element(Containers.elementType(type), field, form));
      }
      throw unfit(type, field);
    }
    return single(type, field, form);
  }

  private ValueConverter map(Type type, FieldDescriptor field, Form form) {
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    if (key == null || value == null) {
      throw unfit(type, field);
    }
    return new MapConverter(
        type,
        field,
        single(Types.argument(type, 0), key, Form.PLAIN),
        element(Types.argument(type, 1), value, form));
  }

  /**
   * What is in a field several times, each of which may be nothing if the field has room for it.
   */
  private ValueConverter element(Type type, FieldDescriptor field, Form form) {
    Class<?> raw = Types.raw(type);
    Optional<FieldDescriptor> value = ElementConverter.valueOf(field, raw);
    return value.isPresent()
        ? new ElementConverter(
            field, value.get(), of(type, value.get(), form), ModelMaker.nothing(raw))
        : single(type, field, form);
  }

  /** What is in a field once; a repeated field stands for one of its elements here. */
  private ValueConverter single(Type type, FieldDescriptor field, Form form) {
    Class<?> raw = Types.raw(type);
    if (raw == Optional.class || raw == AtomicReference.class) {
      throw unfit(type, field);
    }
    ValueConverter known = known(raw, field, form);
    if (known != null) {
      return known;
    }
    if (field.getJavaType() != JavaType.MESSAGE) {
      throw unfit(type, field);
    }
    if (Containers.isCollection(raw) || Containers.isMap(raw)) {
      return wrapper(type, field, form);
    }
    return ChoiceConverter.of(raw).length > 0 ? choice(raw, field) : model(type, field);
  }

  private static @Nullable ValueConverter known(Class<?> raw, FieldDescriptor field, Form form) {
    if (raw.isEnum()) {
      return switch (field.getJavaType()) {
        case ENUM -> new EnumConverter(raw, field.getEnumType());
        case STRING -> EnumConverter.text(raw);
        case INT -> EnumConverter.numbers(raw, field.getFile());
        default -> null;
      };
    }
    if (field.getJavaType() != JavaType.MESSAGE) {
      return ScalarForms.find(raw, field.getJavaType(), form);
    }
    if (Message.class.isAssignableFrom(raw)) {
      return new ScalarForm(value -> value, value -> value, "a message");
    }
    ValueConverter dynamic = dynamic(raw, field.getMessageType().getFullName());
    return dynamic != null ? dynamic : MessageForms.find(raw, field);
  }

  private static @Nullable ValueConverter dynamic(Class<?> raw, String message) {
    if (raw == Object.class && message.equals(Value.getDescriptor().getFullName())) {
      return MessageForms.of(
          Value.getDefaultInstance(),
          value -> StructConverter.value(value, 0),
          StructConverter::java,
          "a value");
    }
    if (Containers.isMap(raw) && message.equals(Struct.getDescriptor().getFullName())) {
      return MessageForms.of(
          Struct.getDefaultInstance(),
          value -> StructConverter.struct((Map<?, ?>) value, 0),
          StructConverter::java,
          "an object");
    }
    return null;
  }

  private ValueConverter wrapper(Type type, FieldDescriptor field, Form form) {
    List<FieldDescriptor> fields = field.getMessageType().getFields();
    if (fields.size() != 1 || !fields.get(0).isRepeated()) {
      throw unfit(type, field);
    }
    return new WrapperConverter(field, fields.get(0), of(type, fields.get(0), form));
  }

  private ValueConverter choice(Class<?> type, FieldDescriptor field) {
    ChoiceConverter converter = new ChoiceConverter(field);
    for (Class<?> each : ChoiceConverter.of(type)) {
      String name = FieldNames.snake(each.getSimpleName());
      FieldDescriptor choice = field.getMessageType().findFieldByName(name);
      if (choice == null) {
        throw new IllegalArgumentException(
            "the case "
                + each.getSimpleName()
                + " needs the field "
                + name
                + " of "
                + field.getMessageType().getFullName()
                + ", which is not there: generate the .proto again");
      }
      converter.add(each, choice, single(each, choice, Form.PLAIN));
    }
    return converter;
  }

  private ValueConverter model(Type type, FieldDescriptor field) {
    Class<?> raw = Types.raw(type);
    if (raw.isInterface() || raw.getName().startsWith("java.")) {
      throw unfit(type, field);
    }
    Nested key = new Nested(type, field.getMessageType());
    ModelConverter<?> converter = nested.get(key);
    if (converter == null) {
      converter = new ModelConverter<>(raw, field.getMessageType());
      nested.put(key, converter);
      converter.bind(type, List.of(), this);
    }
    return new NestedConverter(field, converter);
  }

  private static IllegalArgumentException unfit(Type type, FieldDescriptor field) {
    String kind =
        switch (field.getJavaType()) {
          case MESSAGE -> field.getMessageType().getFullName();
          case ENUM -> field.getEnumType().getFullName();
          default -> field.getType().name().toLowerCase(java.util.Locale.ROOT);
        };
    return new IllegalArgumentException(
        type.getTypeName()
            + " does not fit the field "
            + (field.isRepeated() ? "repeated " : "")
            + kind
            + " "
            + field.getFullName()
            + ": generate the .proto again, or leave the property out");
  }
}
