package dev.grapnel.protogen.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the message of a class. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE})
public @interface ProtoMessage {

  /**
   * The message name; from the class if empty.
   *
   * @return a name in PascalCase
   */
  String name() default "";

  /**
   * Names the class had before, with their packages; their numbers are kept.
   *
   * @return binary names
   */
  String[] formerly() default {};
}
