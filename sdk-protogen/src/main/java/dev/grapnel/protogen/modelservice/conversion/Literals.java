package dev.grapnel.protogen.modelservice.conversion;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Single values as people write them in a filter. */
final class Literals {

  private static final Map<Class<?>, Function<String, Object>> NUMBERS =
      Map.of(
          Byte.class, Byte::valueOf,
          Short.class, Short::valueOf,
          Integer.class, Integer::valueOf,
          Long.class, Long::valueOf,
          Float.class, Float::valueOf,
          Double.class, Double::valueOf);

  private Literals() {}

  /** Null if values of a type are no single words. */
  static @Nullable Function<String, Object> find(Type type) {
    Class<?> raw = Types.raw(type);
    if (raw == Optional.class) {
      return find(Types.argument(type, 0));
    }
    if (raw == Boolean.class) {
      return text -> read(flag(), text);
    }
    Function<String, Object> number = NUMBERS.get(raw);
    ScalarForm form =
        number != null
            ? new ScalarForm(value -> value, text -> number.apply((String) text), "a number")
            : raw.isEnum() ? EnumConverter.text(raw) : TextForms.all().get(raw);
    return form == null ? null : text -> read(form, text);
  }

  private static ScalarForm flag() {
    return new ScalarForm(
        value -> value,
        text -> {
          MessageForms.check(text.equals("true") || text.equals("false"));
          return text.equals("true");
        },
        "true or false");
  }

  private static Object read(ScalarForm form, String text) {
    Object value = form.toJava(text, 0);
    if (value == null) {
      throw new UnfitValueException("must be " + form.expected());
    }
    return value;
  }
}
