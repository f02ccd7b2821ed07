package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import dev.grapnel.protogen.annotation.ProtoEnum;
import dev.grapnel.protogen.schema.FieldNames;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Constants of a Java enum and values of protobuf's, whose names begin with that of the enum. */
final class EnumConverter implements ValueConverter {

  private final Class<?> type;
  private final Map<Object, EnumValueDescriptor> values = new HashMap<>();
  private final Map<Integer, Object> constants = new HashMap<>();

  EnumConverter(Class<?> type, EnumDescriptor descriptor) {
    this.type = type;
    String prefix = FieldNames.upperSnake(descriptor.getName()) + "_";
    for (Object constant : type.getEnumConstants()) {
      String name = prefix + capitals(((Enum<?>) constant).name());
      EnumValueDescriptor value = descriptor.findValueByName(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "its constant "
                + constant
                + " needs the value "
                + name
                + " of "
                + descriptor.getFullName()
                + ", which is not there: generate the .proto again");
      }
      values.put(constant, value);
      constants.put(value.getNumber(), constant);
    }
  }

  private static String capitals(String constant) {
    boolean capitals = constant.equals(constant.toUpperCase(Locale.ROOT));
    return FieldNames.upperSnake(capitals ? constant.toLowerCase(Locale.ROOT) : constant);
  }

  @Override
  public @Nullable Object toProto(Object value, Message.Builder parent, int depth) {
    return values.get(value);
  }

  @Override
  public @Nullable Object toJava(Object value, int depth) {
    return constant(((EnumValueDescriptor) value).getNumber());
  }

  private @Nullable Object constant(int number) {
    Object constant = constants.get(number);
    if (constant == null && number != 0) {
      throw new UnfitValueException(
          "must be a " + type.getSimpleName() + ": " + number + " is none");
    }
    return constant;
  }

  /** Enums that are written by the numbers that theirs in protobuf have. */
  static ScalarForm numbers(Class<?> type, FileDescriptor file) {
    EnumConverter converter = new EnumConverter(type, descriptor(type, file));
    return new ScalarForm(
        value -> Objects.requireNonNull(converter.values.get(value)).getNumber(),
        value -> converter.constant((Integer) value),
        "a " + type.getSimpleName());
  }

  /** The enum of a class, which is in the same file if both are of one package. */
  private static EnumDescriptor descriptor(Class<?> type, FileDescriptor file) {
    ProtoEnum wishes = type.getAnnotation(ProtoEnum.class);
    String within = type.getName().substring(type.getPackageName().length()).replace(".", "");
    String name =
        wishes == null || wishes.name().isEmpty() ? FieldNames.pascal(within) : wishes.name();
    EnumDescriptor found = file.findEnumTypeByName(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "its numbers are those of the enum "
              + name
              + ", which is not in "
              + file.getName()
              + ": keep both in one package, or write it by name (form = STRING)");
    }
    return found;
  }

  /** Enums that are written by name. */
  static ScalarForm text(Class<?> type) {
    return new ScalarForm(
        value -> ((Enum<?>) value).name(),
        text -> {
          for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(text)) {
              return constant;
            }
          }
          throw new IllegalArgumentException();
        },
        "a " + type.getSimpleName());
  }
}
