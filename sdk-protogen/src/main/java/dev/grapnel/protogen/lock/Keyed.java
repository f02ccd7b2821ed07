package dev.grapnel.protogen.lock;

import java.util.Collection;
import java.util.List;

/**
 * A message, enum or service in a lock.
 *
 * @param <T> itself
 */
interface Keyed<T> {

  /**
   * In place of the name that Java asks for: whichever it is, the lock's name is kept. Only in
   * memory, and for what was removed.
   */
  String ANY = "*";

  String key();

  String name();

  String asked();

  List<String> was();

  T withName(String newName, String newAsked, Collection<String> newWas);

  T withKey(String newKey);
}
