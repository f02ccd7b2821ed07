package dev.grapnel.interceptors.auth;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that anyone may call a method, with a credential or without. On the class of a service it
 * holds for its methods that have no annotation of their own. Read by {@link
 * AccessRules.Builder#from}; on its own it does nothing.
 *
 * @see Access#anyone
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface PublicAccess {}
