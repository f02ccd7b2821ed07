package dev.grapnel.protogen;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the name of a type with its arguments: {@code com.acme.Page<com.acme.User>}. */
final class TypeExpression {

  private final String text;
  private int at;

  private TypeExpression(String text) {
    this.text = text;
  }

  /** Empty if the text is no type. */
  static Optional<JavaType.Named> parse(String text) {
    TypeExpression expression = new TypeExpression(text.replace(" ", ""));
    Optional<JavaType> type = expression.type();
    return type.isPresent() && expression.at == expression.text.length()
        ? type.filter(JavaType.Named.class::isInstance).map(JavaType.Named.class::cast)
        : Optional.empty();
  }

  private Optional<JavaType> type() {
    String name = name();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    List<JavaType> arguments = new ArrayList<>();
    if (takes('<')) {
      do {
        Optional<JavaType> argument = type();
        if (argument.isEmpty()) {
          return Optional.empty();
        }
        arguments.add(argument.get());
      } while (takes(','));
      if (!takes('>')) {
        return Optional.empty();
      }
    }
    JavaType type = new JavaType.Named(name, arguments, Annotations.NONE);
    while (takes('[') && takes(']')) {
      type = new JavaType.Array(type, Annotations.NONE);
    }
    return Optional.of(type);
  }

  /** A binary name: identifiers with dots between them. */
  private String name() {
    int start = at;
    boolean begins = true;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (begins ? !Character.isJavaIdentifierStart(c) : !isWithin(c)) {
        break;
      }
      begins = c == '.';
      at++;
    }
    return begins ? "" : text.substring(start, at);
  }

  private static boolean isWithin(char c) {
    return c == '.' || Character.isJavaIdentifierPart(c);
  }

  private boolean takes(char wanted) {
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }
}
