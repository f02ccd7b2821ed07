package dev.grapnel.protogen.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names an enum and its zero. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE})
public @interface ProtoEnum {

  /**
   * The enum name; from the class if empty.
   *
   * @return a name in PascalCase
   */
  String name() default "";

  /**
   * The constant that is zero; one of its own, {@code UNSPECIFIED}, is added if empty and there is
   * no constant of that name.
   *
   * @return the name of a constant
   */
  String zero() default "";

  /**
   * Names the class had before, with their packages; their numbers are kept.
   *
   * @return binary names
   */
  String[] formerly() default {};
}
