package dev.grapnel.protogen.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes an interface a service: each of its methods is a call. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE})
public @interface ProtoService {

  /**
   * The service name; from the interface if empty, with {@code Service} at its end.
   *
   * @return a name in PascalCase
   */
  String name() default "";
}
