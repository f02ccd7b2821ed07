package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.JavaClass;
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
          "java.util.stream.Stream",
          "java.util.stream.IntStream",
          "java.util.stream.LongStream",
          "java.util.stream.DoubleStream",
          "java.util.Iterator",
          "java.util.Spliterator");

  private Refusals() {}

  static Optional<Refusal> find(String className, Optional<JavaClass> found) {
    if (className.equals("java.lang.Class") || className.equals("java.lang.ClassLoader")) {
      return Optional.of(
          new Refusal(
              Code.REFUSED_TYPE,
              "is refused",
              "Reading it would load classes that the sender chooses.",
              "write a name that your code understands, or annotate with @ProtoIgnore"));
    }
    if (STREAMS.contains(className)) {
      return Optional.of(none("byte[] or a list for what is small, or a streaming call"));
    }
    if (found.isEmpty()) {
      return Optional.of(
          new Refusal(
              Code.CLASS_NOT_FOUND,
              "is not found",
              "Its class file or source is needed to know what it holds.",
              "add it to the class path"));
    }
    boolean isModelKind = found.get().is(ClassKind.RECORD) || found.get().is(ClassKind.ENUM);
    boolean isPlatform =
        className.startsWith("java.")
            || className.startsWith("javax.")
            || className.startsWith("sun.")
            || className.startsWith("jdk.");
    if ((isPlatform && !isModelKind)
        || found.get().is(ClassKind.ANNOTATION)
        || found.get().annotations().has("java.lang.FunctionalInterface")) {
      return Optional.of(none("a record of your own with what matters of it, or @ProtoIgnore"));
    }
    return Optional.empty();
  }

  private static Refusal none(String instead) {
    return new Refusal(Code.NO_PROTOBUF_FORM, "has no protobuf form", "", "use " + instead);
  }
}
