package dev.grapnel.interceptors.logging;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Decides which fields and map keys have values that are not shown. Thread-safe. */
final class RedactedFields {

  /** A key that is longer than this is no name, and is not searched. */
  private static final int LONGEST_KEY = 256;

  /** Far more than any schema has; programs that make descriptors at run time stop here. */
  private static final int MOST_KNOWN = 10_000;

  private final List<String> names;
  private final Map<FieldDescriptor, Boolean> known = new ConcurrentHashMap<>();

  RedactedFields(Collection<String> names) {
    this.names = names.stream().map(RedactedFields::words).distinct().toList();
  }

  boolean contains(FieldDescriptor field) {
    Boolean decided = known.get(field);
    if (decided != null) {
      return decided;
    }
    boolean redacted = field.getOptions().getDebugRedact() || matches(field.getName());
    if (known.size() < MOST_KNOWN) {
      known.put(field, redacted);
    }
    return redacted;
  }

  boolean containsKey(String key) {
    return key.length() > LONGEST_KEY || matches(key);
  }

  /** Tells whether a name has a word that could be matched. */
  static boolean isName(String name) {
    return words(name).length() > 1;
  }

  private boolean matches(String name) {
    String words = words(name);
    for (String redacted : names) {
      if (words.contains(redacted) || words.contains(plural(redacted))) {
        return true;
      }
    }
    return false;
  }

  private static String plural(String words) {
    return words.substring(0, words.length() - 1) + "s_";
  }

  /** Returns the words of a name in lower case: {@code _client_secret_} of clientSecret. */
  private static String words(String name) {
    StringBuilder words = new StringBuilder(name.length() + 8).append('_');
    for (int i = 0; i < name.length(); i++) {
      char character = name.charAt(i);
      boolean ends = words.charAt(words.length() - 1) == '_';
      if (!Character.isLetterOrDigit(character)) {
        if (!ends) {
          words.append('_');
        }
        continue;
      }
      if (!ends && beginsWord(name, i)) {
        words.append('_');
      }
      words.append(Character.toLowerCase(character));
    }
    if (words.charAt(words.length() - 1) != '_') {
      words.append('_');
    }
    return words.toString();
  }

  /** Tells whether a word begins inside a run of letters and digits: clientSecret, APIKey, key2. */
  private static boolean beginsWord(String name, int at) {
    char before = name.charAt(at - 1);
    char here = name.charAt(at);
    if (Character.isDigit(before) != Character.isDigit(here)) {
      return true;
    }
    if (!Character.isUpperCase(here)) {
      return false;
    }
    return !Character.isUpperCase(before)
        || (at + 1 < name.length() && Character.isLowerCase(name.charAt(at + 1)));
  }
}
