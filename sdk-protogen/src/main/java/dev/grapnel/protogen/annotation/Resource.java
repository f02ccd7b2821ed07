package dev.grapnel.protogen.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says of a model what templates of services want to know. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE})
public @interface Resource {

  /**
   * The property that identifies it; {@code id} if empty.
   *
   * @return the name of a property
   */
  String id() default "";

  /**
   * Several of it, in PascalCase; made by rules if empty.
   *
   * @return for example {@code People}
   */
  String plural() default "";
}
