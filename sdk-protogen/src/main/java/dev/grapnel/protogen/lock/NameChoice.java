package dev.grapnel.protogen.lock;

/**
 * What a message, enum, service or call is named: what it was named first, unless it is said.
 *
 * @param name the name
 * @param asked the name that Java would give, where another is kept; or empty
 * @param isRefused whether Java asks for another name, and does not say that it means it
 */
record NameChoice(String name, String asked, boolean isRefused) {

  static NameChoice of(String known, String asked, String wanted, boolean isSaid) {
    if (known.equals(wanted) || isSaid) {
      return new NameChoice(wanted, "", false);
    }
    boolean isKept = asked.equals(Keyed.ANY) || asked.equals(wanted);
    return new NameChoice(known, wanted, !isKept);
  }

  static NameChoice of(Keyed<?> known, String wanted, boolean isSaid) {
    return of(known.name(), known.asked(), wanted, isSaid);
  }
}
