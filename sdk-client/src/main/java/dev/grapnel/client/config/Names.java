package dev.grapnel.client.config;

import java.util.regex.Pattern;

/** The names that entries have. */
final class Names {

  private static final Pattern SERVICE = Pattern.compile("[^/\\s\\p{Cntrl}]+");
  private static final Pattern METHOD = Pattern.compile("[^/\\s\\p{Cntrl}]+/[^/\\s\\p{Cntrl}]+");

  private Names() {}

  static boolean isService(String name) {
    return SERVICE.matcher(name).matches();
  }

  static boolean isMethod(String name) {
    return METHOD.matcher(name).matches();
  }
}
