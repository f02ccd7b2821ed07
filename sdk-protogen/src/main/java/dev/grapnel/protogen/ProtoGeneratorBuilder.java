package dev.grapnel.protogen;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.protogen.annotation.Resource.Operation;
import dev.grapnel.protogen.mapping.PackageNames;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.template.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sets what a {@link ProtoGenerator} makes, and how. Not thread-safe. */
public final class ProtoGeneratorBuilder {

  final List<String> models = new ArrayList<>();
  final Map<String, String> resources = new LinkedHashMap<>();
  final List<String> services = new ArrayList<>();
  final Map<String, String> packages = new LinkedHashMap<>();
  Template template = Template.STANDARD;
  String packagePrefix = "";
  String packageVersion = "v1";
  boolean allPresent;
  boolean allJsonNames;
  boolean constraints;
  boolean httpRules;
  boolean frozen;
  @Nullable FileDescriptorSet published;
  final Set<String> accepted = new LinkedHashSet<>();
  final Set<Operation> operations = EnumSet.noneOf(Operation.class);
  @Nullable ClassSource classes;
  @Nullable ClassLoader classLoader;
  @Nullable Path lockDir;

  ProtoGeneratorBuilder() {}

  /** A copy, so that a generator does not change when its builder is used again. */
  private ProtoGeneratorBuilder(ProtoGeneratorBuilder other) {
    models.addAll(other.models);
    resources.putAll(other.resources);
    services.addAll(other.services);
    packages.putAll(other.packages);
    template = other.template;
    packagePrefix = other.packagePrefix;
    packageVersion = other.packageVersion;
    allPresent = other.allPresent;
    allJsonNames = other.allJsonNames;
    constraints = other.constraints;
    httpRules = other.httpRules;
    frozen = other.frozen;
    published = other.published;
    accepted.addAll(other.accepted);
    operations.addAll(other.operations);
    classes = other.classes;
    classLoader = other.classLoader;
    lockDir = other.lockDir;
  }

  /**
   * Adds classes that become messages or enums, with all that they use.
   *
   * @param models records, beans, enums or sealed types
   * @return this
   */
  public ProtoGeneratorBuilder model(Class<?>... models) {
    for (Class<?> one : models) {
      this.models.add(one.getName());
    }
    return this;
  }

  /**
   * Adds classes by name.
   *
   * @param models binary names; generic ones with arguments: {@code com.acme.Page<com.acme.User>}
   * @return this
   */
  public ProtoGeneratorBuilder model(String... models) {
    this.models.addAll(List.of(models));
    return this;
  }

  /**
   * Adds a model and a service for it, in the shape of the template.
   *
   * @param model a record or bean with an id
   * @param serviceName the service's name; empty for the model's with {@code Service} at its end
   * @return this
   */
  public ProtoGeneratorBuilder resource(Class<?> model, String serviceName) {
    return resource(model.getName(), serviceName);
  }

  /**
   * Adds a model by name, and a service for it.
   *
   * @param model its binary name
   * @param serviceName the service's name; empty for the model's with {@code Service} at its end
   * @return this
   */
  public ProtoGeneratorBuilder resource(String model, String serviceName) {
    resources.put(model, serviceName);
    return this;
  }

  /**
   * Adds interfaces whose methods are calls.
   *
   * @param interfaces the interfaces
   * @return this
   */
  public ProtoGeneratorBuilder service(Class<?>... interfaces) {
    for (Class<?> one : interfaces) {
      services.add(one.getName());
    }
    return this;
  }

  /**
   * Adds interfaces by name.
   *
   * @param interfaces binary names
   * @return this
   */
  public ProtoGeneratorBuilder service(String... interfaces) {
    services.addAll(List.of(interfaces));
    return this;
  }

  /**
   * Sets where classes are found.
   *
   * @param classes class files or sources; by default, class files of the class loader
   * @return this
   */
  public ProtoGeneratorBuilder classes(ClassSource classes) {
    this.classes = classes;
    return this;
  }

  /**
   * Sets the class loader that class files are found by. Models are not loaded by it; classes that
   * protoc made are, since only they know their messages' names.
   *
   * @param loader the class loader; the thread's by default
   * @return this
   */
  public ProtoGeneratorBuilder classLoader(ClassLoader loader) {
    classLoader = loader;
    return this;
  }

  /** The class loader that was set, or that of the thread. */
  ClassLoader loader() {
    if (classLoader != null) {
      return classLoader;
    }
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    return ofThread != null ? ofThread : ClassLoader.getSystemClassLoader();
  }

  /**
   * Sets the shape of services for models.
   *
   * @param template the shape; {@link Template#STANDARD} by default
   * @return this
   */
  public ProtoGeneratorBuilder template(Template template) {
    this.template = template;
    return this;
  }

  /**
   * Sets what stands before the last part of a Java package: with {@code shop}, {@code
   * com.acme.user} is {@code shop.user.v1} and not {@code acme.user.v1}.
   *
   * @param prefix parts of a protobuf package; empty, the default, for those of the Java package
   * @return this
   */
  public ProtoGeneratorBuilder packagePrefix(String prefix) {
    packagePrefix = prefix;
    return this;
  }

  /**
   * Sets the last part of packages.
   *
   * @param version for example {@code v2}; {@code v1} by default, empty for none
   * @return this
   */
  public ProtoGeneratorBuilder packageVersion(String version) {
    packageVersion = version;
    return this;
  }

  /**
   * Sets the protobuf package of a Java package.
   *
   * @param javaPackage the Java package
   * @param protobufPackage the whole protobuf package, with a version
   * @return this
   */
  public ProtoGeneratorBuilder packageName(String javaPackage, String protobufPackage) {
    packages.put(javaPackage, protobufPackage);
    return this;
  }

  /**
   * Sets where the lock files are. Without, nothing is remembered: numbers are in the order of
   * declaration, and another order gives other numbers.
   *
   * @param folder the folder; it need not be there yet
   * @return this
   */
  public ProtoGeneratorBuilder lockDir(Path folder) {
    lockDir = folder;
    return this;
  }

  /**
   * Makes every scalar of a reference type {@code optional}, and not those alone that may be null.
   *
   * @return this
   */
  public ProtoGeneratorBuilder explicitPresence() {
    allPresent = true;
    return this;
  }

  /**
   * Keeps the names of Java in JSON, where protobuf would make others: {@code userID}.
   *
   * @return this
   */
  public ProtoGeneratorBuilder preserveJsonNames() {
    allJsonNames = true;
    return this;
  }

  /**
   * Turns the constraints of Jakarta Validation into those of protovalidate.
   *
   * @return this
   */
  public ProtoGeneratorBuilder constraints() {
    constraints = true;
    return this;
  }

  /**
   * Says of the calls of {@link Template#AIP} how they look in HTTP, by {@code google.api.http}.
   *
   * @return this
   */
  public ProtoGeneratorBuilder httpRules() {
    httpRules = true;
    return this;
  }

  /**
   * Refuses what would change a lock, as a check on a build server does.
   *
   * @return this
   */
  public ProtoGeneratorBuilder frozen() {
    frozen = true;
    return this;
  }

  /**
   * Takes over the numbers of .proto files that were in use before there was a lock. Things are
   * matched by name; what the files have and the models have not is reserved.
   *
   * @param files the files, with all that they import
   * @return this
   */
  public ProtoGeneratorBuilder importNumbers(FileDescriptorSet files) {
    published = files;
    return this;
  }

  /**
   * Accepts removals that look like renames, and new names of calls and services.
   *
   * @param keys what may go or be renamed: classes, {@code com.acme.User}, or members, {@code
   *     com.acme.User#nick}
   * @return this
   */
  public ProtoGeneratorBuilder accept(String... keys) {
    accepted.addAll(List.of(keys));
    return this;
  }

  /**
   * Sets what services for models do, where {@code @Resource} does not say it.
   *
   * @param operations for example {@code GET} and {@code LIST} for what is only read; by default,
   *     what the template says
   * @return this
   */
  public ProtoGeneratorBuilder operations(Operation... operations) {
    this.operations.addAll(List.of(operations));
    return this;
  }

  /**
   * Takes the package prefix of {@code grpc.proto.packagePrefix}, if it is set.
   *
   * @param config the configuration
   * @return this
   */
  public ProtoGeneratorBuilder config(GRPCConfig config) {
    String prefix = config.proto().packagePrefix();
    return prefix.isEmpty() ? this : packagePrefix(prefix);
  }

  PackageNames packageNames() {
    return new PackageNames(packages, packagePrefix, packageVersion);
  }

  /**
   * Makes the generator.
   *
   * @return the generator
   * @throws ConfigException if a setting is wrong; it tells all that are
   */
  public ProtoGenerator build() {
    List<String> problems = new SettingsCheck(this).problems();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new ProtoGenerator(new ProtoGeneratorBuilder(this));
  }
}
