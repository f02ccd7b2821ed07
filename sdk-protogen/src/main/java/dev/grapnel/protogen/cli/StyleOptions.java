package dev.grapnel.protogen.cli;

import dev.grapnel.protogen.ProtoGenerator;
import dev.grapnel.protogen.ProtoGeneratorBuilder;
import dev.grapnel.protogen.mapping.MappingOptions;
import dev.grapnel.protogen.mapping.PackageNames;
import dev.grapnel.protogen.template.Template;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How things are generated. */
final class StyleOptions {

  @Option(
      names = "--package-prefix",
      paramLabel = "NAME",
      description = "With shop, com.acme.user is shop.user.v1 and not acme.user.v1.")
  private String packagePrefix = "";

  @Option(
      names = "--package-version",
      paramLabel = "VERSION",
      description = "The last part of packages; empty for none (default: ${DEFAULT-VALUE}).")
  private String packageVersion = "v1";

  @Option(
      names = "--package",
      paramLabel = "JAVA=PROTO",
      description = "The whole protobuf package of a Java package. Can be repeated.")
  private Map<String, String> packages = new LinkedHashMap<>();

  @Option(
      names = "--template",
      paramLabel = "NAME",
      description = "The shape of services for models: standard (default), seed, aip or socio.")
  private Template template = Template.STANDARD;

  @Option(
      names = "--explicit-presence",
      description = "Makes every scalar of a reference type optional.")
  private boolean explicitPresence;

  @Option(
      names = "--preserve-json-names",
      description = "Keeps the names of Java in JSON, where protobuf would make others.")
  private boolean preserveJsonNames;

  @Option(
      names = "--constraints",
      description = "Turns constraints of Jakarta Validation into those of protovalidate.")
  private boolean constraints;

  @Option(
      names = "--http-rules",
      description = "With --template aip: says by google.api.http how calls look in HTTP.")
  private boolean httpRules;

  ProtoGeneratorBuilder generator() {
    ProtoGeneratorBuilder generator =
        ProtoGenerator.builder()
            .packagePrefix(packagePrefix)
            .packageVersion(packageVersion)
            .template(template);
    packages.forEach(generator::packageName);
    if (explicitPresence) {
      generator.explicitPresence();
    }
    if (preserveJsonNames) {
      generator.preserveJsonNames();
    }
    if (constraints) {
      generator.constraints();
    }
    if (httpRules) {
      generator.httpRules();
    }
    return generator;
  }

  MappingOptions mapping() {
    return new MappingOptions(
        new PackageNames(packages, packagePrefix, packageVersion),
        explicitPresence,
        preserveJsonNames);
  }
}
