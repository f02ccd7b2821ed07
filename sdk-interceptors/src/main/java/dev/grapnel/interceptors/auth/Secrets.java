package dev.grapnel.interceptors.auth;

/** What tokens and keys are made of. */
final class Secrets {

  private Secrets() {}

  /** Printable ASCII without spaces: all else would be changed or dropped on the way. */
  static boolean isSendable(String secret) {
    return secret.chars().allMatch(character -> character > ' ' && character < 0x7f);
  }
}
