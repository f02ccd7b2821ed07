package dev.grapnel.protogen.service;

import dev.grapnel.protogen.annotation.ProtoService;
import dev.grapnel.protogen.annotation.Rpc;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.mapping.ModelMapper;
import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoRpc;
import dev.grapnel.protogen.schema.ProtoRpc.Idempotency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes services of interfaces: each method is a call. Not thread-safe.
 *
 * <p>Values that are returned answer once, whether by themselves or in a future; a {@code Stream},
 * {@code Iterator} or {@code Publisher} makes a stream, as a result or as the only parameter;
 * {@code StreamObserver}s are used as grpc-java does. Static and private methods, those of the
 * JDK's interfaces, and those annotated {@code @ProtoIgnore} are no calls.
 */
public final class CodeFirst {

  private final ClassSource classes;
  private final ModelMapper mapper;
  private final Diagnostics diagnostics;
  private final MessageNames names = new MessageNames();

  /**
   * Makes a maker of services.
   *
   * @param classes where interfaces are found
   * @param mapper what defines the types they use
   * @param diagnostics where findings go
   */
  public CodeFirst(ClassSource classes, ModelMapper mapper, Diagnostics diagnostics) {
    this.classes = classes;
    this.mapper = mapper;
    this.diagnostics = diagnostics;
  }

  /**
   * Leaves the names of messages to a service that was made elsewhere, for a model for example.
   *
   * @param other the service
   */
  public void reserve(MadeService other) {
    names.take(other);
  }

  /**
   * Makes the service of an interface. Names of messages that another service of the package has
   * already get the service's name before, so that the order of interfaces matters.
   *
   * @param className the binary name of the interface
   * @return the service with its requests and responses, all in the package of the interface; empty
   *     if there is no such interface. Calls with errors are left out
   */
  public Optional<MadeService> make(String className) {
    Optional<JavaClass> found = classes.find(className);
    if (found.isEmpty() || !found.get().is(ClassKind.INTERFACE)) {
      diagnostics.add(notAnInterface(className, found));
      return Optional.empty();
    }
    JavaClass type = found.get();
    String name = serviceName(type);
    String packageName = mapper.packageOf(type);
    MessageWriter messages =
        new MessageWriter(
            new MessageWriter.Place(packageName, name, type.name()),
            classes,
            mapper,
            names,
            diagnostics);
    List<ProtoRpc> rpcs = new ArrayList<>();
    for (ServiceMethod method : Methods.of(type, classes, diagnostics)) {
      new CallReader(method.method(), method.origin(), diagnostics)
          .read()
          .ifPresent(call -> rpcs.add(rpc(method, call, messages)));
    }
    return Optional.of(
        new MadeService(
            packageName,
            new dev.grapnel.protogen.schema.ProtoService(
                type.name(), name, rpcs, type.comment(), origin(type)),
            messages.messages()));
  }

  private static dev.grapnel.protogen.diagnostic.Diagnostic notAnInterface(
      String className, Optional<JavaClass> found) {
    return found
        .map(
            type ->
                origin(type)
                    .finding(
                        Code.NOT_A_MODEL,
                        "it is no interface",
                        "A service is made of the methods of an interface.",
                        "name an interface, or move @ProtoService to one"))
        .orElseGet(
            () ->
                new Origin(SourceLocation.UNKNOWN, className)
                    .finding(
                        Code.CLASS_NOT_FOUND,
                        "it is not found",
                        "Its class file or source is needed to know its methods.",
                        "add it to the class path, and write nested classes with $"));
  }

  private static Origin origin(JavaClass type) {
    return new Origin(type.location(), type.simpleName());
  }

  private String serviceName(JavaClass type) {
    Optional<String> given =
        type.annotations().find(ProtoService.class.getName()).flatMap(one -> one.text("name"));
    String name = given.orElseGet(() -> withService(type.simpleName()));
    if (!name.matches("[A-Z][A-Za-z0-9]*")) {
      diagnostics.add(
          origin(type)
              .finding(
                  Code.BAD_NAME,
                  "\"" + name + "\" is no name for a service",
                  "Names of services are in PascalCase, of letters and digits.",
                  "annotate with @ProtoService(name = \"…\")"));
    }
    return name;
  }

  /** {@code UserApi} and {@code UserService} become {@code UserService}. */
  private static String withService(String simpleName) {
    for (String suffix : new String[] {"Api", "API", "Service"}) {
      if (simpleName.endsWith(suffix) && simpleName.length() > suffix.length()) {
        return simpleName.substring(0, simpleName.length() - suffix.length()) + "Service";
      }
    }
    return simpleName + "Service";
  }

  private static ProtoRpc rpc(ServiceMethod method, Call call, MessageWriter messages) {
    JavaMethod declared = method.method();
    return new ProtoRpc(
        method.key(),
        method.rpc(),
        messages.request(method, call),
        messages.response(method, call),
        call.streamed().isPresent(),
        call.serverStreaming(),
        idempotency(declared.annotations()),
        null,
        declared.comment(),
        method.origin());
  }

  private static Idempotency idempotency(Annotations annotations) {
    Optional<Idempotency> said =
        annotations
            .find(Rpc.class.getName())
            .flatMap(one -> one.constant("idempotency"))
            .map(Idempotency::valueOf);
    if (said.isPresent()) {
      return said.get();
    }
    if (annotations.hasNamed("ReadOnly")) {
      return Idempotency.NO_SIDE_EFFECTS;
    }
    return annotations.hasNamed("Idempotent") ? Idempotency.IDEMPOTENT : Idempotency.UNKNOWN;
  }
}
