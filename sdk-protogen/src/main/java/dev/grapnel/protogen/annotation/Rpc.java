package dev.grapnel.protogen.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the call that a method is. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD})
public @interface Rpc {

  /**
   * The name; from the method if empty.
   *
   * @return a name in PascalCase
   */
  String name() default "";

  /**
   * What may be assumed of repeating it.
   *
   * @return nothing if it is not said
   */
  Idempotency idempotency() default Idempotency.UNKNOWN;

  /** What may be assumed of repeating a call. */
  enum Idempotency {
    /** Nothing. */
    UNKNOWN,
    /** It changes nothing. */
    NO_SIDE_EFFECTS,
    /** Twice is as good as once. */
    IDEMPOTENT
  }
}
