package dev.grapnel.protogen.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Lists what an open type can be, as {@code permits} does of a sealed one. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE})
public @interface ProtoSubTypes {

  /**
   * The sub-types.
   *
   * @return classes that can be used for it
   */
  Class<?>[] value();
}
