package dev.grapnel.interceptors.auth;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which permissions a caller of a method needs: all of them. On the class of a service it
 * holds for its methods that have no annotation of their own. Read by {@link
 * AccessRules.Builder#from}; on its own it does nothing.
 *
 * @see Access#permission
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RequiresPermission {

  /**
   * Names them.
   *
   * @return the permissions, at least one, for example {@code crypto.deposit}
   */
  String[] value();
}
