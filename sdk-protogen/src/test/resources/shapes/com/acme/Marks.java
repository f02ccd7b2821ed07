package com.acme;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Annotations of all retentions, targets and values. */
public interface Marks {
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE_USE, ElementType.TYPE_PARAMETER})
  @interface Nullable {}

  /** For declarations and types: it is in both places. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE_USE, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
  @interface Both {}

  @interface Kept {
    String value() default "";
  }

  @Retention(RetentionPolicy.SOURCE)
  @interface Gone {}

  @Retention(RetentionPolicy.RUNTIME)
  @Repeatable(Tags.class)
  @interface Tag {
    String value();
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Tags {
    Tag[] value();
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Everything {
    boolean flag() default false;

    char letter() default 'a';

    byte small() default 0;

    short less() default 0;

    int number() default 0;

    long big() default 0;

    float rough() default 0;

    double exact() default 0;

    String text() default "";

    Class<?> type() default Object.class;

    Class<?>[] types() default {};

    ElementType constant() default ElementType.TYPE;

    Tag nested() default @Tag("");

    Tag[] list() default {};

    int[] numbers() default {};

    String[] texts() default {};
  }
}
