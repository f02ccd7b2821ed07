package dev.grapnel.protogen;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes results of generation for tests of those who work with them. */
public final class Protos {

  private Protos() {}

  public static GeneratedProtos of(
      Map<String, String> files, Map<String, String> locks, Diagnostic... warnings) {
    return new GeneratedProtos(
        files, locks, FileDescriptorSet.getDefaultInstance(), List.of(warnings));
  }

  public static ProtoGenerationException failure(Diagnostic... findings) {
    return new ProtoGenerationException(List.of(findings));
  }

  /** What a builder was told to generate: models, then services for models, then interfaces. */
  public static List<String> asked(ProtoGeneratorBuilder builder) {
    List<String> all = new ArrayList<>(builder.models);
    builder.resources.forEach((model, service) -> all.add(model + "=" + service));
    builder.services.forEach(one -> all.add("interface " + one));
    return all;
  }

  /** How a builder was told to generate. */
  public static String style(ProtoGeneratorBuilder builder) {
    return String.join(
        " ",
        builder.template.name(),
        builder.packagePrefix,
        builder.packageVersion,
        builder.packages.toString(),
        String.valueOf(builder.allPresent),
        String.valueOf(builder.allJsonNames),
        String.valueOf(builder.constraints),
        String.valueOf(builder.httpRules),
        String.valueOf(builder.lockDir));
  }
}
