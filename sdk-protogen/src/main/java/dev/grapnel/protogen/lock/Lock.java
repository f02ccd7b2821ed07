package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.diagnostic.Diagnostics;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a protobuf package: every number and name that was ever given, and what for.
 * Immutable.
 *
 * <p>As text it is JSON with an entry a line, sorted, and a {@code sum} for each message, enum and
 * service. Two branches that change the same one differ in its sum, so that version control cannot
 * merge them unseen.
 */
public final class Lock {

  /** The format that is written, and the newest that is read. */
  static final int FORMAT = 1;

  private final String packageName;
  private final SortedMap<String, String> wire;
  private final Section<LockedType> messages;
  private final Section<LockedType> enums;
  private final Section<LockedService> services;

  Lock(
      String packageName,
      Map<String, String> wire,
      Section<LockedType> messages,
      Section<LockedType> enums,
      Section<LockedService> services) {
    this.packageName = packageName;
    this.wire = Collections.unmodifiableSortedMap(new TreeMap<>(wire));
    this.messages = messages;
    this.enums = enums;
    this.services = services;
  }

  /**
   * Makes the lock of a package that nothing is known of.
   *
   * @param packageName the protobuf package
   * @return a lock without entries
   */
  public static Lock empty(String packageName) {
    return new Lock(packageName, Map.of(), Section.empty(), Section.empty(), Section.empty());
  }

  /**
   * Reads a lock.
   *
   * @param text the text of its file
   * @param fileName the file's name, for findings
   * @param diagnostics where findings go: PG-LOCK-03, PG-LOCK-06, PG-LOCK-08
   * @return the lock; empty if it cannot be read, and then there is an error
   */
  public static Optional<Lock> read(String text, String fileName, Diagnostics diagnostics) {
    return LockReader.read(text, fileName, diagnostics);
  }

  /**
   * Names the file of a package's lock.
   *
   * @param packageName the protobuf package
   * @return for example {@code acme.user.v1.lock.json}
   */
  public static String fileName(String packageName) {
    return packageName + ".lock.json";
  }

  /**
   * Tells the package.
   *
   * @return its protobuf name
   */
  public String packageName() {
    return packageName;
  }

  /**
   * Writes the lock.
   *
   * @return the text of its file, lines ended by a line feed
   */
  public String text() {
    return LockWriter.write(this);
  }

  SortedMap<String, String> wire() {
    return wire;
  }

  Section<LockedType> messages() {
    return messages;
  }

  Section<LockedType> enums() {
    return enums;
  }

  Section<LockedService> services() {
    return services;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Lock lock && lock.text().equals(text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  /** Tells the package and how much is known of it. */
  @Override
  public String toString() {
    return fileName(packageName)
        + " ("
        + messages.active().size()
        + " messages, "
        + enums.active().size()
        + " enums, "
        + services.active().size()
        + " services)";
  }
}
