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
import java.util.Map;

/** Makes enums. */
final class EnumMaker {

  /** The constant that is zero by its name alone. */
  private static final String ZERO = "UNSPECIFIED";

  private final Findings findings;

  EnumMaker(Findings findings) {
    this.findings = findings;
  }

  ProtoEnum make(JavaClass type, String name) {
    Origin origin = new Origin(type.location(), type.simpleName());
    JavaAnnotation wishes = Annotated.of(type.annotations(), Annotated.ENUM);
    String zero = wishes.text("zero").orElse(ZERO);
    String prefix = FieldNames.upperSnake(name) + "_";
    List<ProtoEnumValue> values = new ArrayList<>();
    if (type.constants().stream().noneMatch(constant -> constant.name().equals(zero))) {
      if (!zero.equals(ZERO)) {
        findings.add(
            Code.BAD_ANNOTATION,
            origin,
            "zero = \"" + zero + "\" is none of its constants",
            "",
            "name one of " + type.constants().stream().map(JavaField::name).toList());
      }
      values.add(new ProtoEnumValue("", prefix + ZERO, 0, List.of(), null, origin));
    }
    Map<String, String> names = new HashMap<>();
    for (JavaField constant : type.constants()) {
      Origin place = new Origin(constant.location(), type.simpleName() + "." + constant.name());
      String valueName = prefix + Names.constant(constant.name());
      String other = names.put(valueName, constant.name());
      if (other != null) {
        findings.add(
            Code.NAME_CLASH,
            place,
            "it would be called " + valueName + ", as " + other + " is",
            "Values of an enum need names of their own.",
            "rename one of the constants");
      }
      values.add(value(constant, valueName, constant.name().equals(zero), place));
    }
    return new ProtoEnum(
        type.name(),
        name,
        values,
        List.of(),
        Annotated.texts(wishes, "formerly"),
        type.comment(),
        origin);
  }

  private ProtoEnumValue value(JavaField constant, String name, boolean isZero, Origin origin) {
    JavaAnnotation wishes = Annotated.of(constant.annotations(), Annotated.VALUE);
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
        constant.comment(),
        origin);
  }
}
