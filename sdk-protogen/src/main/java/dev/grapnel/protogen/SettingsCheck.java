package dev.grapnel.protogen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds what is wrong with the settings of a generator: all of it. */
final class SettingsCheck {

  private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");
  private static final Pattern VERSION = Pattern.compile("v\\d+([a-z]+\\d*)?");
  private static final Pattern SERVICE = Pattern.compile("[A-Z][A-Za-z0-9]*");

  /** Characters of a value in a message. */
  private static final int LONGEST = 200;

  private final ProtoGeneratorBuilder settings;
  private final List<String> problems = new ArrayList<>();

  SettingsCheck(ProtoGeneratorBuilder settings) {
    this.settings = settings;
  }

  List<String> problems() {
    settings.models.forEach(name -> type("model", name));
    settings.resources.forEach(
        (name, service) -> {
          type("resource", name);
          if (!service.isEmpty() && !SERVICE.matcher(service).matches()) {
            problems.add(
                "the service of "
                    + name
                    + " is \""
                    + bounded(service)
                    + "\": expected a name in PascalCase,"
                    + " as in UserService");
          }
        });
    settings.services.forEach(name -> type("service", name));
    if (!settings.packagePrefix.isEmpty()) {
      packageName("packagePrefix", settings.packagePrefix);
    }
    settings.packages.forEach((from, to) -> packageName("the package of " + from, to));
    if (!settings.packageVersion.isEmpty() && !VERSION.matcher(settings.packageVersion).matches()) {
      problems.add(
          "packageVersion is \""
              + bounded(settings.packageVersion)
              + "\": expected v1, v2, v1beta1 or"
              + " nothing");
    }
    return problems;
  }

  private void type(String setting, String name) {
    if (TypeExpression.parse(name).isEmpty()) {
      problems.add(
          setting
              + " is \""
              + bounded(name)
              + "\": expected the binary name of a class, as in"
              + " com.acme.User, com.acme.Outer$Inner or com.acme.Page<com.acme.User>");
    }
  }

  private void packageName(String setting, String name) {
    if (!PACKAGE.matcher(name).matches()) {
      problems.add(
          setting
              + " is \""
              + bounded(name)
              + "\": expected small letters, digits and underscores with dots"
              + " between the parts, as in acme.user");
    }
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
