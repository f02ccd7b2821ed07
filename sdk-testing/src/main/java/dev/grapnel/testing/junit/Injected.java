package dev.grapnel.testing.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field that gets its value before each test: a generated stub of any kind, a {@code Channel}, a
 * {@code TestCaller}, the {@code GRPCTestClient} or the {@code Server}.
 *
 * <p>Not for static or final fields. Parameters of tests need no annotation; they are also what
 * tests need that run in parallel on one instance ({@code @TestInstance(PER_CLASS)}).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Injected {}
