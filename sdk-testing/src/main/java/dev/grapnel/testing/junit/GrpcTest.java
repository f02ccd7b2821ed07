package dev.grapnel.testing.junit;

import dev.grapnel.testing.Transport;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs services around the tests of a class.
 *
 * <pre>{@code
 * @GrpcTest(UserService.class)
 * class UserServiceTest {
 *   @Test
 *   void findsUsers(UserServiceBlockingStub users) {
 *     assertThat(users.getUser(request).getName()).isEqualTo("Ana");
 *   }
 * }
 * }</pre>
 *
 * <p>Parameters of tests and fields with {@link Injected} get generated stubs, a {@code Channel}, a
 * {@code TestCaller}, the {@code GRPCTestClient} or the {@code Server}. Everything is closed after
 * the test, and the test fails if a call or a channel was left open, or an expectation of a {@code
 * FakeService} was not met. Tests may run in parallel. Nested classes have what the class around
 * them has, unless they have an annotation of their own.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(GrpcExtension.class)
public @interface GrpcTest {

  /**
   * The services to serve, beside those of fields with {@link Served}.
   *
   * @return classes with a constructor without parameters
   */
  Class<? extends BindableService>[] value() default {};

  /**
   * The interceptors of the server, the outermost first.
   *
   * @return classes with a constructor without parameters
   */
  Class<? extends ServerInterceptor>[] interceptors() default {};

  /**
   * What carries the calls.
   *
   * @return one transport; {@link Transport#configured()} by default
   */
  Transport[] transport() default {};

  /**
   * How long the services run.
   *
   * @return {@link Lifetime#PER_TEST} by default
   */
  Lifetime lifetime() default Lifetime.PER_TEST;
}
