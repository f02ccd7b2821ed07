package dev.grapnel.testing.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field of a {@link GrpcTest} class whose service is served: a {@code BindableService} that the
 * test makes itself, for example with its dependencies, a {@code FakeService} or a mock.
 *
 * <p>A field that is not static needs {@link Lifetime#PER_TEST}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Served {}
