package dev.grapnel.protogen.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service that is asked for: {@code UserService}, {@code User=UserService}, {@code User=} for the
 * usual name, or {@code com.acme.UserApi}, an interface.
 *
 * @param model the model's simple or whole name; empty if it is not written
 * @param name the service's name, or an interface's; empty for the usual one
 */
record ServiceName(String model, String name) {

  private static final String CLASS_NAME = "[\\p{L}_$][\\p{L}\\p{N}_$.]*";
  private static final Pattern FORM =
      Pattern.compile(
          "(?<model>" + CLASS_NAME + ")=(?<name>[A-Za-z]\\w*)?|(?<only>" + CLASS_NAME + ")");
  private static final String ENDING = "Service";

  static ServiceName of(String written, List<String> problems) {
    Matcher form = FORM.matcher(written.strip());
    if (!form.matches()) {
      problems.add(
          "'"
              + TextDiff.visible(written.substring(0, Math.min(written.length(), 100)))
              + "' is no service: write UserService, User=UserService, or an interface's name with"
              + " its package");
      return new ServiceName("", "");
    }
    if (form.group("only") != null) {
      return new ServiceName("", form.group("only"));
    }
    String name = form.group("name");
    return new ServiceName(form.group("model"), name == null ? "" : name);
  }

  /** Whether it names an interface whose methods are calls. */
  boolean isInterface() {
    return model.isEmpty() && name.contains(".");
  }

  /** The model that the name makes one think of. */
  String guessedModel() {
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  @Override
  public String toString() {
    return model.isEmpty() ? name : model + "=" + name;
  }
}
