package dev.grapnel.protogen.processor;

import dev.grapnel.protogen.GeneratedProtos;
import dev.grapnel.protogen.ProtoFolder;
import dev.grapnel.protogen.ProtoGeneratorBuilder;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options of the processor. */
record Settings(
    @Nullable Path protoDir, @Nullable Path lockDir, Template template, String packagePrefix) {

  private static final String DIR = "grapnel.proto.dir";
  private static final String LOCK_DIR = "grapnel.proto.lockDir";
  private static final String TEMPLATE = "grapnel.proto.template";
  private static final String PACKAGE_PREFIX = "grapnel.proto.packagePrefix";

  /** Characters of an option's value in a message. */
  private static final int LONGEST = 200;

  static final Set<String> NAMES = Set.of(DIR, LOCK_DIR, TEMPLATE, PACKAGE_PREFIX);

  static boolean areIn(Map<String, String> options) {
    return !Collections.disjoint(options.keySet(), NAMES);
  }

  static Settings of(Map<String, String> options, List<String> errors) {
    return new Settings(
        path(DIR, options, errors),
        path(LOCK_DIR, options, errors),
        template(options, errors),
        options.getOrDefault(PACKAGE_PREFIX, ""));
  }

  private static @Nullable Path path(
      String name, Map<String, String> options, List<String> errors) {
    String text = options.get(name);
    if (text == null) {
      return null;
    }
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException impossible) {
      errors.add(
          "option " + name + " is no path: " + bounded(String.valueOf(impossible.getMessage())));
      return null;
    }
  }

  private static Template template(Map<String, String> options, List<String> errors) {
    String text = options.getOrDefault(TEMPLATE, Template.STANDARD.name());
    for (Template template : Template.values()) {
      if (template.name().equals(text.toUpperCase(Locale.ROOT))) {
        return template;
      }
    }
    errors.add(
        "option "
            + TEMPLATE
            + " is '"
            + bounded(text)
            + "'; it is one of "
            + Arrays.toString(Template.values()));
    return Template.STANDARD;
  }

  private static String bounded(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  ProtoGeneratorBuilder apply(ProtoGeneratorBuilder builder) {
    builder.template(template).packagePrefix(packagePrefix);
    return lockDir == null ? builder : builder.lockDir(lockDir);
  }

  void write(GeneratedProtos protos) {
    if (protoDir != null) {
      ProtoFolder.of(protoDir, lockDir == null ? protoDir : lockDir).write(protos);
    }
  }

  /** Locks that would have to be written, where none is: numbers could be other ones next time. */
  List<Diagnostic> staleLocks(GeneratedProtos protos) throws IOException {
    List<Diagnostic> stale = new ArrayList<>();
    if (protoDir == null && lockDir != null) {
      for (Map.Entry<String, String> lock : protos.locks().entrySet()) {
        Path file = lockDir.resolve(lock.getKey());
        if (!Files.exists(file) || !Files.readString(file).equals(lock.getValue())) {
          stale.add(stale(file));
        }
      }
    }
    return stale;
  }

  private static Diagnostic stale(Path file) {
    return new Diagnostic(
        Code.NOT_LOCKED,
        SourceLocation.UNKNOWN,
        file.toString(),
        Files.exists(file) ? "it is not what the classes are" : "it is not there",
        "Numbers that are in no lock can be other ones next time.",
        "run generate-proto and commit the lock, or set " + DIR + " and let it be written here");
  }
}
