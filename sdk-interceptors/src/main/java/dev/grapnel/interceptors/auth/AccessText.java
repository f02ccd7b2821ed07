package dev.grapnel.interceptors.auth;

import dev.grapnel.core.config.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads what configuration says of access, and checks the names that code gives in the same way.
 */
final class AccessText {

  static final String PUBLIC = "public";
  static final String AUTHENTICATED = "authenticated";
  static final String ROLE = "role:";
  static final String PERMISSION = "permission:";

  private static final String EXPECTED =
      "expected public, authenticated, role:a|b (any of them) or permission:a&b (all of them)";

  /** What separates names anywhere: "permission:a|b" must not become one permission "a|b". */
  private static final Pattern SEPARATORS = Pattern.compile("[|&,]");

  private AccessText() {}

  static Access parse(String text) {
    if (text.equals(PUBLIC)) {
      return Access.anyone();
    }
    if (text.equals(AUTHENTICATED)) {
      return Access.authenticated();
    }
    if (text.startsWith(ROLE)) {
      return Access.role(text.substring(ROLE.length()).split("\\|", -1));
    }
    if (text.startsWith(PERMISSION)) {
      return Access.permission(text.substring(PERMISSION.length()).split("&", -1));
    }
    throw new ConfigException(
        List.of("the access \"" + PrintableText.of(text) + "\" is unknown: " + EXPECTED));
  }

  /** Sorted and without repetition, so that the order in which they are given says nothing. */
  static List<String> names(String kind, List<String> names) {
    List<String> problems = new ArrayList<>();
    if (names.isEmpty()) {
      problems.add("there is no " + kind + ": expected one or more");
    }
    for (String name : new LinkedHashSet<>(names)) {
      if (!isName(name)) {
        problems.add(
            "the "
                + kind
                + " \""
                + PrintableText.of(name)
                + "\" is no name: expected text without | & , and control characters that neither"
                + " begins nor ends with a blank (any of several roles: role:a|b, all of several"
                + " permissions: permission:a&b)");
      }
    }
    ConfigException.throwIfAny(problems);
    return names.stream().distinct().sorted().toList();
  }

  static String description(String text) {
    if (text.isBlank()) {
      throw new ConfigException(
          List.of("the description of an access is blank: expected what refused callers are told"));
    }
    return text;
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.strip().equals(name)
        && name.chars().noneMatch(Character::isISOControl)
        && !SEPARATORS.matcher(name).find();
  }
}
