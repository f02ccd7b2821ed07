package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.annotation.ProtoIgnore;
import dev.grapnel.protogen.corpus.Beans;
import dev.grapnel.protogen.corpus.Choices;
import dev.grapnel.protogen.corpus.Collected;
import dev.grapnel.protogen.corpus.Enums;
import dev.grapnel.protogen.corpus.Generics;
import dev.grapnel.protogen.corpus.Lossless;
import dev.grapnel.protogen.corpus.Mapped;
import dev.grapnel.protogen.corpus.Naming;
import dev.grapnel.protogen.corpus.OfProtobuf;
import dev.grapnel.protogen.corpus.Scalars;
import dev.grapnel.protogen.corpus.Texts;
import dev.grapnel.protogen.corpus.Times;
import dev.grapnel.protogen.corpus.google.Shadow;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names of all types of the corpus: those of the holders, and some of the JDK. */
final class Corpus {

  private static final List<Class<?>> HOLDERS =
      List.of(
          Beans.class,
          Choices.class,
          Collected.class,
          Enums.class,
          Generics.class,
          Lossless.class,
          Mapped.class,
          Naming.class,
          OfProtobuf.class,
          Scalars.class,
          Texts.class,
          Times.class);

  /** Enums of any JDK, and records that this one may have. */
  private static final List<String> JDK =
      List.of(
          "java.lang.Thread$State",
          "java.lang.annotation.ElementType",
          "java.lang.annotation.RetentionPolicy",
          "java.math.RoundingMode",
          "java.net.Proxy$Type",
          "java.net.StandardProtocolFamily",
          "java.nio.file.AccessMode",
          "java.nio.file.FileVisitResult",
          "java.nio.file.StandardCopyOption",
          "java.nio.file.StandardOpenOption",
          "java.nio.file.attribute.AclEntryPermission",
          "java.nio.file.attribute.PosixFilePermission",
          "java.security.KeyRep$Type",
          "java.text.Normalizer$Form",
          "java.time.DayOfWeek",
          "java.time.Month",
          "java.time.chrono.IsoEra",
          "java.time.format.FormatStyle",
          "java.time.format.ResolverStyle",
          "java.time.format.TextStyle",
          "java.time.temporal.ChronoField",
          "java.time.temporal.ChronoUnit",
          "java.util.Locale$Category",
          "java.util.concurrent.TimeUnit",
          "java.util.stream.Collector$Characteristics",
          "javax.net.ssl.SSLEngineResult$Status",
          "java.sql.JDBCType",
          "jdk.jfr.internal.dcmd.Argument",
          "jdk.tools.jlink.internal.Platform");

  private Corpus() {}

  static List<String> names() {
    TreeSet<String> names = new TreeSet<>(List.of(Shadow.class.getName()));
    HOLDERS.forEach(holder -> add(names, holder));
    JDK.stream()
        .filter(name -> GeneratedSchema.classFiles().find(name).isPresent())
        .forEach(names::add);
    return List.copyOf(names);
  }

  private static void add(Set<String> names, Class<?> holder) {
    for (Class<?> one : holder.getDeclaredClasses()) {
      boolean isModel =
          Modifier.isPublic(one.getModifiers())
              && !one.getName().endsWith("Builder")
              && !one.isAnnotationPresent(ProtoIgnore.class);
      if (isModel && one.getTypeParameters().length == 0) {
        names.add(one.getName());
      }
      if (!one.isEnum()) {
        add(names, one);
      }
    }
  }
}
