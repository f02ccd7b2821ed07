package dev.grapnel.protogen.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Numbers or renames a constant of an enum. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD})
public @interface ProtoValue {

  /**
   * The number, from 1; from the lock if 0.
   *
   * @return a number
   */
  int value() default 0;

  /**
   * Names the constant had before; their numbers are kept.
   *
   * @return names of constants
   */
  String[] formerly() default {};
}
