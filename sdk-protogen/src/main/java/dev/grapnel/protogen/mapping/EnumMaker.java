package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaField;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes enums. */
final class EnumMaker {

  private static final Pattern NAME = Pattern.compile("[A-Z0-9]+(_[A-Z0-9]+)*");

  /** The constant that is zero by its name alone. */
  private static final String ZERO = "UNSPECIFIED";

  private final Findings findings;

  EnumMaker(Findings findings) {
    this.findings = findings;
  }

  ProtoEnum make(JavaClass type, String name) {
    Origin origin = Names.origin(type);
    JavaAnnotation wishes = Annotated.of(type.annotations(), Annotated.ENUM);
    findings.checkWhole(wishes, origin);
    String zero = wishes.text("zero").orElse(ZERO);
    String prefix = FieldNames.upperSnake(name) + "_";
    List<ProtoEnumValue> values = new ArrayList<>();
    if (type.constants().stream().noneMatch(constant -> constant.name().equals(zero))) {
      if (!zero.equals(ZERO)) {
        findings.add(
            Code.BAD_ANNOTATION,
            origin,
            "zero = \"" + Findings.bounded(zero) + "\" is none of its constants",
            "The value for zero is one that the enum has.",
            "name one of "
                + Findings.bounded(
                    type.constants().stream().map(JavaField::name).toList().toString()));
      }
      values.add(new ProtoEnumValue("", prefix + ZERO, 0, List.of(), null, origin));
    }
    addConstants(type, zero, prefix, values);
    return new ProtoEnum(
        type.name(),
        name,
        values,
        List.of(),
        Annotated.texts(wishes, "formerly"),
        type.comment(),
        origin);
  }

  private void addConstants(
      JavaClass type, String zero, String prefix, List<ProtoEnumValue> values) {
    Map<String, String> names = new HashMap<>();
    values.forEach(added -> names.put(alike(ZERO), "the value for none"));
    for (JavaField constant : type.constants()) {
      Origin place = new Origin(constant.location(), type.simpleName() + "." + constant.name());
      String own = checked(Names.constant(constant.name()), constant, place);
      String other = names.put(alike(own), constant.name());
      if (other != null) {
        findings.add(
            Code.NAME_CLASH,
            place,
            "it would be called " + prefix + own + ", which is too like that of " + other,
            "protoc refuses names that differ by underscores alone.",
            "rename one of the constants");
      }
      values.add(value(constant, prefix + own, constant.name().equals(zero), place));
    }
  }

  /** What protoc compares: FOO_1 and FOO1 are alike, FOO_BAR and FOOBAR are not. */
  private static String alike(String name) {
    return FieldNames.pascal(name.toLowerCase(Locale.ROOT));
  }

  private String checked(String name, JavaField constant, Origin origin) {
    if (!NAME.matcher(name).matches()) {
      findings.add(
          Code.BAD_NAME,
          origin,
          "\"" + Findings.bounded(constant.name()) + "\" is no name for a value",
          "Names of values are of capitals and digits of ASCII, with underscores between.",
          "rename the constant");
    }
    return name;
  }

  /** A zero that is not called so is what the model wants; buf would mind. */
  private static @Nullable String comment(JavaField constant, boolean isZero) {
    String hint = "buf:lint:ignore ENUM_ZERO_VALUE_SUFFIX";
    if (!isZero || constant.name().equals(ZERO)) {
      return constant.comment();
    }
    return constant.comment() == null ? hint : constant.comment() + "\n" + hint;
  }

  private ProtoEnumValue value(JavaField constant, String name, boolean isZero, Origin origin) {
    JavaAnnotation wishes = Annotated.of(constant.annotations(), Annotated.VALUE);
    findings.checkWhole(wishes, origin);
    long number = wishes.number("value", 0);
    if (number < 0 || (isZero && number > 0)) {
      findings.add(
          Code.BAD_ANNOTATION,
          origin,
          "its number is " + number,
          isZero ? "The zero of an enum is 0." : "Negative numbers take ten bytes.",
          isZero ? "leave the number out" : "use a number above zero, or leave it to the lock");
    }
    int taken = isZero ? 0 : number > 0 ? (int) number : -1;
    return new ProtoEnumValue(
        constant.name(),
        name,
        taken,
        Annotated.texts(wishes, "formerly"),
        comment(constant, isZero),
        origin);
  }
}
