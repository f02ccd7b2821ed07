package dev.grapnel.protogen.constraint;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.FieldRule;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tells the rules of protovalidate for the constraints of a property. What has no rule is told as a
 * warning. Not thread-safe.
 *
 * <p>Jakarta takes null for valid but where it is told otherwise; a field without presence that is
 * zero may be null, so its rules are then not asked ({@code IGNORE_IF_ZERO_VALUE}).
 */
public final class JakartaConstraints {

  private static final Set<String> NOT_NULL = Set.of("NotNull", "NotEmpty", "NotBlank");

  private final ClassSource classes;
  private final Diagnostics diagnostics;

  /**
   * Makes a reader.
   *
   * @param classes where annotations are found that are constraints themselves
   * @param diagnostics where warnings go
   */
  public JakartaConstraints(ClassSource classes, Diagnostics diagnostics) {
    this.classes = classes;
    this.diagnostics = diagnostics;
  }

  /**
   * Tells the rules of a field.
   *
   * @param annotations what stands on the property
   * @param javaType its type
   * @param type what the field holds
   * @param cardinality how often
   * @param origin for warnings
   * @return the rules in a fixed order; empty if there are none
   */
  public List<FieldRule> rules(
      Annotations annotations,
      JavaType javaType,
      ProtoType type,
      Cardinality cardinality,
      Origin origin) {
    Report report = new Report(diagnostics, origin);
    Wishes wishes = Wishes.of(annotations, javaType);
    skipForeign(annotations, wishes, report);
    List<FieldRule> rules = new ArrayList<>();
    if (cardinality == Cardinality.REPEATED) {
      rules.addAll(collection(wishes, javaType, type, report));
    } else {
      JavaType inner = held(javaType);
      rules.addAll(value(inner == javaType ? wishes : both(wishes, inner), inner, type, report));
    }
    boolean notNull = NOT_NULL.stream().anyMatch(wishes::has);
    if (notNull && isRequired(type, cardinality)) {
      rules.add(0, new FieldRule("required", "true"));
    }
    boolean hasPresence =
        cardinality == Cardinality.OPTIONAL
            || (cardinality == Cardinality.IMPLICIT && isMessage(type));
    boolean canBeNull = !(javaType instanceof JavaType.Primitive) && !notNull && !hasPresence;
    if (canBeNull && !rules.isEmpty()) {
      rules.add(new FieldRule("ignore", "IGNORE_IF_ZERO_VALUE"));
    }
    return rules;
  }

  /** An implicit text is never absent: {@code required} would refuse the empty one. */
  private boolean isRequired(ProtoType type, Cardinality cardinality) {
    if (type instanceof ProtoType.EnumOf enumeration) {
      return cardinality != Cardinality.REPEATED && hasNoZeroOfItsOwn(enumeration.key());
    }
    return cardinality == Cardinality.OPTIONAL
        || (cardinality == Cardinality.IMPLICIT && isMessage(type));
  }

  private boolean hasNoZeroOfItsOwn(String enumName) {
    return classes
        .find(enumName)
        .map(JavaClass::constants)
        .map(all -> all.stream().noneMatch(one -> one.name().equals("UNSPECIFIED")))
        .orElse(false);
  }

  private static boolean isMessage(ProtoType type) {
    return type instanceof ProtoType.MessageOf
        || (type instanceof ProtoType.External external && !external.isEnum());
  }

  private static Wishes both(Wishes outer, JavaType inner) {
    return Wishes.of(new Annotations(outer.all()), inner);
  }

  /** What an {@code Optional} holds. */
  private static JavaType held(JavaType type) {
    return type instanceof JavaType.Named named
            && named.className().equals("java.util.Optional")
            && named.arguments().size() == 1
        ? named.arguments().get(0)
        : type;
  }

  private void skipForeign(Annotations annotations, Wishes wishes, Report report) {
    for (JavaAnnotation annotation : annotations.list()) {
      boolean isCustom =
          !Wishes.isConstraint(annotation)
              && classes
                  .find(annotation.className())
                  .map(type -> type.annotations().hasNamed("Constraint"))
                  .orElse(false);
      if (isCustom) {
        report.skipped(Code.CONSTRAINT_SKIPPED, annotation, "Its check is code, not a rule.");
      }
    }
    for (JavaAnnotation constraint : wishes.grouped()) {
      report.skipped(Code.CONSTRAINT_SKIPPED, constraint, "protovalidate has no groups.");
    }
  }

  private List<FieldRule> collection(
      Wishes wishes, JavaType javaType, ProtoType type, Report report) {
    boolean isMap = type instanceof ProtoType.MapOf;
    String path = isMap ? "map." : "repeated.";
    String unit = isMap ? "pairs" : "items";
    List<FieldRule> rules = new ArrayList<>();
    long least = wishes.least().orElse(wishes.has("NotEmpty") ? 1L : 0L);
    if (least > 0) {
      rules.add(new FieldRule(path + "min_" + unit, "" + least));
    }
    wishes.most().ifPresent(max -> rules.add(new FieldRule(path + "max_" + unit, "" + max)));
    List<JavaType> parts = parts(javaType);
    if (type instanceof ProtoType.MapOf map && parts.size() == 2) {
      ProtoType key = new ProtoType.Scalar(map.key());
      rules.addAll(within("map.keys.", parts.get(0), key, report));
      rules.addAll(within("map.values.", parts.get(1), map.value(), report));
    } else if (!isMap && parts.size() == 1) {
      if (isSet(javaType) && !isMessage(type)) {
        rules.add(new FieldRule("repeated.unique", "true"));
      }
      rules.addAll(within("repeated.items.", parts.get(0), type, report));
    }
    return rules;
  }

  private static boolean isSet(JavaType type) {
    return type instanceof JavaType.Named named && named.className().endsWith("Set");
  }

  private static List<JavaType> parts(JavaType type) {
    if (type instanceof JavaType.Array array) {
      return List.of(array.element());
    }
    return type instanceof JavaType.Named named ? named.arguments() : List.of();
  }

  private List<FieldRule> within(String path, JavaType javaType, ProtoType type, Report report) {
    return value(Wishes.of(Annotations.NONE, javaType), javaType, type, report).stream()
        .map(rule -> new FieldRule(path + rule.path(), rule.value()))
        .toList();
  }

  private List<FieldRule> value(Wishes wishes, JavaType javaType, ProtoType type, Report report) {
    String name =
        javaType instanceof JavaType.Named named ? named.className() : javaType.toString();
    if (!(type instanceof ProtoType.Scalar scalar)) {
      return isTimestamp(type) ? TimeRules.of(wishes) : List.of();
    }
    return switch (scalar.type()) {
      case STRING -> text(wishes, name, report);
      case BYTES -> bytes(wishes, name);
      case BOOL -> truth(wishes);
      default -> NumberRules.of(scalar.type(), wishes, bounds(name), report);
    };
  }

  private static boolean isTimestamp(ProtoType type) {
    return type instanceof ProtoType.External external
        && external.fullName().equals("google.protobuf.Timestamp");
  }

  /** What the Java type holds, where it is less than the field could. */
  private static Bounds bounds(String name) {
    Bounds bounds = new Bounds();
    switch (name) {
      case "byte", "java.lang.Byte" -> {
        bounds.atLeast(BigDecimal.valueOf(Byte.MIN_VALUE), false);
        bounds.atMost(BigDecimal.valueOf(Byte.MAX_VALUE), false);
      }
      case "short", "java.lang.Short" -> {
        bounds.atLeast(BigDecimal.valueOf(Short.MIN_VALUE), false);
        bounds.atMost(BigDecimal.valueOf(Short.MAX_VALUE), false);
      }
      case "char", "java.lang.Character" ->
          bounds.atMost(BigDecimal.valueOf(Character.MAX_VALUE), false);
      default -> {
        // All of the field's values.
      }
    }
    return bounds;
  }

  private static List<FieldRule> text(Wishes wishes, String name, Report report) {
    if (name.equals("java.lang.String") || name.equals("java.lang.CharSequence")) {
      return TextRules.of(wishes, report);
    }
    for (JavaAnnotation constraint : wishes.all()) {
      if (!NOT_NULL.contains(constraint.simpleName())) {
        report.skipped(
            Code.BOUND_SKIPPED, constraint, "On the wire it is text, which has another order.");
      }
    }
    return name.equals("java.util.UUID")
        ? List.of(new FieldRule("string.uuid", "true"))
        : List.of();
  }

  private static List<FieldRule> bytes(Wishes wishes, String name) {
    if (name.equals("java.util.UUID")) {
      return List.of(new FieldRule("bytes.uuid", "true"));
    }
    List<FieldRule> rules = new ArrayList<>();
    long least = wishes.least().orElse(wishes.has("NotEmpty") ? 1L : 0L);
    if (least > 0) {
      rules.add(new FieldRule("bytes.min_len", "" + least));
    }
    wishes.most().ifPresent(max -> rules.add(new FieldRule("bytes.max_len", "" + max)));
    return rules;
  }

  private static List<FieldRule> truth(Wishes wishes) {
    if (wishes.has("AssertTrue")) {
      return List.of(new FieldRule("bool.const", "true"));
    }
    return wishes.has("AssertFalse") ? List.of(new FieldRule("bool.const", "false")) : List.of();
  }
}
