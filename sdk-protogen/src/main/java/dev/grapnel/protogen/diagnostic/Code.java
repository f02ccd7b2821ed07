package dev.grapnel.protogen.diagnostic;

import static dev.grapnel.protogen.diagnostic.Severity.ERROR;
import static dev.grapnel.protogen.diagnostic.Severity.WARNING;

/** The rules that a model can break. The ids are stable. */
public enum Code {
  /** A class was asked for that is not there. */
  CLASS_NOT_FOUND("PG001", ERROR),
  /** An annotation's value cannot be. */
  BAD_ANNOTATION("PG002", ERROR),
  /** A type that is neither data nor a service was asked for. */
  NOT_A_MODEL("PG003", ERROR),
  /** A source file that the compiler does not understand. */
  SOURCE_UNREADABLE("PG004", ERROR),
  /** A type without a protobuf form. */
  NO_PROTOBUF_FORM("PG010", ERROR),
  /** A type that is refused for safety. */
  REFUSED_TYPE("PG011", ERROR),
  /** Two fields of one JSON name. */
  JSON_NAME_CLASH("PG021", ERROR),
  /** Two things of one protobuf name. */
  NAME_CLASH("PG022", ERROR),
  /** A name that protobuf does not take. */
  BAD_NAME("PG023", ERROR),
  /** Files that import each other. */
  IMPORT_CYCLE("PG024", ERROR),
  /** An optional collection or map. */
  OPTIONAL_COLLECTION("PG031", ERROR),
  /** Collections within collections beyond the limit. */
  TOO_DEEP("PG032", ERROR),
  /** A type whose sub-types are not known. */
  OPEN_TYPE("PG041", ERROR),
  /** A property that is declared twice in a hierarchy. */
  PROPERTY_CLASH("PG042", ERROR),
  /** A message that would have no way in: neither constructor nor setters. */
  NO_WAY_IN("PG043", WARNING),
  /** A generic type without its arguments. */
  UNRESOLVED_TYPE("PG051", ERROR),
  /** Types that hold each other both ways. */
  BIDIRECTIONAL("PG061", WARNING),
  /** Methods whose names differ by case alone. */
  RPC_CASE_CLASH("PG071", ERROR),
  /** Parameter names that the class file does not tell. */
  NO_PARAMETER_NAMES("PG072", ERROR),
  /** Methods of one name. */
  OVERLOADED("PG073", ERROR),
  /** A method whose shape is no kind of call. */
  NOT_A_CALL("PG074", ERROR),
  /** A model without an id where a template needs one. */
  NO_ID("PG080", ERROR),
  /** A plural that was guessed. */
  GUESSED_PLURAL("PG081", WARNING),
  /** A map key that a protobuf map does not take. */
  ENTRY_MESSAGE("PG090", WARNING),
  /** An order of fields that the class file does not promise. */
  UNSURE_ORDER("PG100", WARNING),
  /** A value of any shape. */
  DYNAMIC_VALUE("PG110", WARNING),
  /** A conversion that loses something. */
  LOSSY("PG120", WARNING),
  /** A pattern that RE2 does not take. */
  PATTERN_NOT_RE2("PG130", WARNING),
  /** A bound that protovalidate cannot check on this form. */
  BOUND_SKIPPED("PG131", WARNING),
  /** A constraint without a protovalidate form. */
  CONSTRAINT_SKIPPED("PG132", WARNING),
  /** Something that the lock does not know, where it may not change. */
  NOT_LOCKED("PG-LOCK-01", ERROR),
  /** A reserved name or number that is used again. */
  RESERVED_REUSED("PG-LOCK-02", ERROR),
  /** A number that is given twice. */
  DUPLICATE_NUMBER("PG-LOCK-03", ERROR),
  /** A number that the annotation and the lock disagree about. */
  NUMBER_DISAGREES("PG-LOCK-04", ERROR),
  /** A removal and an addition that look like a rename. */
  PROBABLE_RENAME("PG-LOCK-05", ERROR),
  /** A lock that was edited by hand, or merged. */
  LOCK_EDITED("PG-LOCK-06", ERROR),
  /** A field, message or method whose type or kind is another than before. */
  TYPE_CHANGED("PG-LOCK-07", ERROR),
  /** A lock that cannot be read. */
  LOCK_UNREADABLE("PG-LOCK-08", ERROR),
  /** A change that breaks those who use the published schema. */
  BREAKING("PG200", ERROR),
  /** A change that those who use the published schema may notice. */
  NOTABLE_CHANGE("PG201", WARNING),
  /** A published schema that cannot be read. */
  PUBLISHED_UNREADABLE("PG202", ERROR);

  private final String id;
  private final Severity severity;

  Code(String id, Severity severity) {
    this.id = id;
    this.severity = severity;
  }

  /**
   * Tells the code as it is printed.
   *
   * @return for example {@code PG010}
   */
  public String id() {
    return id;
  }

  /**
   * Tells how much it weighs.
   *
   * @return the severity
   */
  public Severity severity() {
    return severity;
  }
}
