package dev.grapnel.interceptors.auth;

import java.util.regex.Pattern;

/**
 * What a rule can be for. Names that no method can have are refused early: a rule that never fits
 * protects nothing.
 */
final class RuleName {

  static final String EVERYTHING = "*";
  static final String ALL_METHODS = "/*";

  private static final String PART = "[A-Za-z0-9_-]+";
  private static final Pattern SERVICE = Pattern.compile(PART + "(\\." + PART + ")*");
  private static final Pattern METHOD = Pattern.compile(SERVICE.pattern() + "/" + PART);

  private RuleName() {}

  static boolean isService(String name) {
    return SERVICE.matcher(name).matches();
  }

  static boolean isMethod(String fullName) {
    return METHOD.matcher(fullName).matches();
  }

  static String serviceOf(String fullMethodName) {
    return fullMethodName.substring(0, fullMethodName.lastIndexOf('/'));
  }
}
