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

  /**
   * What it belongs to, for names of resources in {@code Template.AIP}.
   *
   * @return for example <code>publishers/{publisher}</code>; empty, the default, for nothing
   */
  String parent() default "";

  /**
   * What its service can do. A model that is only read has {@code {LIST, GET}}.
   *
   * @return what the template says if it is empty
   */
  Operation[] operations() default {};

  /** What a service does with a model; templates have different names for it. */
  enum Operation {
    /** Tells one: Get, or Retrieve. */
    GET,
    /** Tells many, page by page. */
    LIST,
    /** Adds one. */
    CREATE,
    /** Changes one. */
    UPDATE,
    /** Changes some fields of one; part of {@link #UPDATE} where that has a field mask. */
    PARTIAL_UPDATE,
    /** Removes one: Delete, or Destroy. */
    DELETE,
    /** Tells many as a stream. */
    STREAM
  }
}
