package dev.grapnel.protogen.cli;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaType;
import java.util.ArrayList;
import java.util.List;

/** Reads types as they are written: {@code com.acme.Page<com.acme.User>}. */
final class TypeText {

  private TypeText() {}

  /** Reads a class with its arguments, which are classes or arrays of them. */
  static JavaType.Named parse(String written) {
    if (parseAny(written.strip()) instanceof JavaType.Named named) {
      return named;
    }
    throw wrong(written);
  }

  private static JavaType parseAny(String written) {
    if (written.endsWith("[]")) {
      String element = written.substring(0, written.length() - 2).strip();
      return element.equals("byte")
          ? new JavaType.Array(JavaType.primitive(element), Annotations.NONE)
          : new JavaType.Array(parseAny(element), Annotations.NONE);
    }
    int begin = written.indexOf('<');
    if (begin < 0) {
      if (written.isEmpty() || !written.chars().allMatch(TypeText::isNamePart)) {
        throw wrong(written);
      }
      return JavaType.named(written);
    }
    if (begin == 0 || !written.endsWith(">")) {
      throw wrong(written);
    }
    List<JavaType> arguments = new ArrayList<>();
    String inside = written.substring(begin + 1, written.length() - 1);
    ClassPattern.split(List.of(inside)).forEach(one -> arguments.add(parseAny(one.strip())));
    return new JavaType.Named(written.substring(0, begin).strip(), arguments, Annotations.NONE);
  }

  /** The text of a type, without annotations: nested classes with a dollar sign, no blanks. */
  static String of(JavaType type) {
    if (type instanceof JavaType.Array array) {
      return of(array.element()) + "[]";
    }
    if (type instanceof JavaType.Named named && !named.arguments().isEmpty()) {
      List<String> arguments = named.arguments().stream().map(TypeText::of).toList();
      return named.className() + "<" + String.join(",", arguments) + ">";
    }
    return type instanceof JavaType.Named named ? named.className() : type.toString();
  }

  private static boolean isNamePart(int one) {
    return Character.isJavaIdentifierPart(one) || one == '.';
  }

  private static ConfigException wrong(String written) {
    return new ConfigException(
        List.of(
            "'" + TextDiff.visible(written) + "' is no class: write com.acme.Page<com.acme.User>"));
  }
}
