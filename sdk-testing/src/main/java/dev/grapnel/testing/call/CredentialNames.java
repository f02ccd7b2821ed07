package dev.grapnel.testing.call;

import java.util.Locale;
import java.util.Set;

/** The metadata whose values are credentials: no text and no file of the kit shows them. */
public final class CredentialNames {

  /** The names, in lower case. */
  public static final Set<String> ALL =
      Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key");

  private CredentialNames() {}

  /**
   * Tells whether values under a name are credentials.
   *
   * @param name the name of a metadata key, in any case
   * @return whether they are not to be shown
   */
  public static boolean contain(String name) {
    return ALL.contains(name.toLowerCase(Locale.ROOT));
  }
}
