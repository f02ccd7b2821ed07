package dev.grapnel.testing.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes calls as a principal: those of one stub (on a parameter or a field), of one test, or of all
 * tests of a class. The nearest one counts. Not for calls of an injected {@code GRPCTestClient}
 * itself, which are nobody's.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
public @interface AsPrincipal {

  /**
   * The subject.
   *
   * @return an id, not empty
   */
  String value();

  /**
   * The roles of the principal.
   *
   * @return roles; none by default
   */
  String[] roles() default {};

  /**
   * The permissions of the principal.
   *
   * @return permissions, for example {@code users.delete}; none by default
   */
  String[] permissions() default {};
}
