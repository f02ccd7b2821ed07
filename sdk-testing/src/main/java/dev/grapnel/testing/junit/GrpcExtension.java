package dev.grapnel.testing.junit;

import dev.grapnel.testing.GRPCTestClient;
import io.grpc.BindableService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs a {@link GRPCTestClient} around tests: what {@link GrpcTest} does, with every setting.
 *
 * <pre>{@code
 * @RegisterExtension
 * final GrpcExtension grpc = GrpcExtension.of(new UserService(repository));
 * }</pre>
 *
 * <p>A field that is not static starts the client for each test, a static one once for the class;
 * so does one of a class with {@code @TestInstance(PER_CLASS)}. Needs JUnit Jupiter 5.8 or later.
 * Thread-safe: what belongs to one test is kept with that test.
 */
public final class GrpcExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {

  private final @Nullable Supplier<GRPCTestClient> source;

  /** For JUnit, which makes the extension of a class with {@link GrpcTest}. */
  public GrpcExtension() {
    this.source = null;
  }

  private GrpcExtension(Supplier<GRPCTestClient> source) {
    this.source = source;
  }

  /**
   * Serves services.
   *
   * @param services the services, at least one
   * @return an extension for a field with {@code @RegisterExtension}
   */
  public static GrpcExtension of(BindableService... services) {
    return of(() -> GRPCTestClient.of(services));
  }

  /**
   * Runs clients with settings of their own.
   *
   * @param client makes a client that is not started, for each test or for the class
   * @return an extension for a field with {@code @RegisterExtension}
   */
  public static GrpcExtension of(Supplier<GRPCTestClient> client) {
    return new GrpcExtension(client);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Runs runs = runs(context);
    boolean around = runs.client().isPresent();
    if (source != null) {
      if (!around) {
        runs.startForClass(source.get());
      }
      return;
    }
    Declared declared = Declared.on(context);
    if (declared.lifetime() == Lifetime.PER_CLASS && !(around && declared.isInherited())) {
      runs.startForClass(declared.client());
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Runs runs = runs(context);
    boolean shared =
        source == null
            ? Declared.on(context).lifetime() == Lifetime.PER_CLASS
            : runs.client().isPresent();
    if (shared) {
      runs.shareWithTest();
    } else {
      runs.startForTest(source == null ? Declared.on(context).client() : source.get());
    }
    InjectedFields.fill(context, runs.injection());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    runs(context).endTest();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    runs(context).endClass();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return Injection.supports(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return runs(context)
        .injection()
        .value(
            parameter.getParameter().getType(),
            parameter.findAnnotation(AsPrincipal.class).orElse(null));
  }

  private Runs runs(ExtensionContext context) {
    return new Runs(
        context, context.getStore(ExtensionContext.Namespace.create(GrpcExtension.class, this)));
  }
}
