package dev.grapnel.protogen.annotation;

import dev.grapnel.protogen.schema.Form;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says of a property how its field is to be, where the default is not wanted. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.FIELD,
  ElementType.METHOD,
  ElementType.RECORD_COMPONENT,
  ElementType.PARAMETER
})
public @interface ProtoField {

  /**
   * The number, from 1 to 536870911 without 19000 to 19999; from the lock if 0.
   *
   * @return a number
   */
  int value() default 0;

  /**
   * The field name; from the property if empty.
   *
   * @return a name in lower_snake_case
   */
  String name() default "";

  /**
   * Names the property had before; their number is kept.
   *
   * @return names of properties
   */
  String[] formerly() default {};

  /**
   * Whether a name that was removed may come back with its number.
   *
   * @return false if it may not
   */
  boolean revive() default false;

  /**
   * How the value is written, where its type leaves a choice.
   *
   * @return the usual way if it is not said
   */
  Form form() default Form.PLAIN;

  /**
   * The scalar type, where the Java type fits several: {@code sint32} for {@code int}.
   *
   * @return a keyword of protobuf; the usual type if empty
   */
  String type() default "";

  /**
   * Whether the field can be absent.
   *
   * @return by the Java type if it is not said
   */
  Presence presence() default Presence.DEFAULT;

  /** Whether a field can be absent. */
  enum Presence {
    /** By the Java type. */
    DEFAULT,
    /** It can. */
    EXPLICIT,
    /** It cannot; the default value stands for no value. */
    IMPLICIT
  }
}
