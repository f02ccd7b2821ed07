package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Types that have no protobuf form, and what to do instead. */
final class Refusals {

  record Refusal(Code code, String problem, String why, String fix) {}

  private static final Set<String> STREAMS =
      Set.of(
          "java.io.InputStream",
          "java.io.OutputStream",
          "java.io.Reader",
          "java.io.Writer",
          "java.util.stream.BaseStream",
          "java.util.stream.Stream",
          "java.util.stream.IntStream",
          "java.util.stream.LongStream",
          "java.util.stream.DoubleStream",
          "java.util.Iterator",
          "java.util.Spliterator",
          "java.util.concurrent.Flow$Publisher");
  private static final Set<String> COLLECTIONS =
      Set.of("java.lang.Iterable", "java.util.Collection", "java.util.Map");
  private static final Set<String> LOADERS = Set.of("java.lang.Class", "java.lang.ClassLoader");
  private static final List<String> PLATFORM = List.of("java.", "javax.", "sun.", "jdk.");

  private final ClassSource classes;

  Refusals(ClassSource classes) {
    this.classes = classes;
  }

  Optional<Refusal> find(String className, Optional<JavaClass> found) {
    if (isAny(className, found, LOADERS)) {
      return Optional.of(
          new Refusal(
              Code.REFUSED_TYPE,
              "is refused",
              "Reading it would load classes that the sender chooses.",
              "write a name that your code understands, or annotate with @ProtoIgnore"));
    }
    if (isAny(className, found, STREAMS)) {
      return Optional.of(
          none(
              "It is read once, and its end is not known before.",
              "byte[] or a list for what is small, or a streaming call"));
    }
    if (found.isEmpty()) {
      return Optional.of(
          new Refusal(
              Code.CLASS_NOT_FOUND,
              "is not found",
              "Its class file or source is needed to know what it holds.",
              "add it to the class path"));
    }
    return ofData(found.get());
  }

  private Optional<Refusal> ofData(JavaClass type) {
    boolean isModelKind = type.is(ClassKind.RECORD) || type.is(ClassKind.ENUM);
    if (type.is(ClassKind.ANNOTATION)
        || type.annotations().has("java.lang.FunctionalInterface")
        || (!isModelKind && PLATFORM.stream().anyMatch(type.name()::startsWith))) {
      return Optional.of(
          none(
              "What matters of it cannot be known.",
              "a record of your own with what matters of it, or @ProtoIgnore"));
    }
    if (!isModelKind && isAny(type.name(), Optional.of(type), COLLECTIONS)) {
      return Optional.of(
          none(
              "It is a collection of its own kind.",
              "List, Set or Map, or a record that holds one of them"));
    }
    return Optional.empty();
  }

  private boolean isAny(String className, Optional<JavaClass> found, Set<String> asked) {
    return asked.contains(className)
        || found.flatMap(type -> Supertypes.find(classes, type, asked::contains)).isPresent();
  }

  private static Refusal none(String why, String instead) {
    return new Refusal(Code.NO_PROTOBUF_FORM, "has no protobuf form", why, "use " + instead);
  }
}
