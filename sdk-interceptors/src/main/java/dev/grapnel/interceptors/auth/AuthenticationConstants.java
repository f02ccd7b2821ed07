package dev.grapnel.interceptors.auth;

/** Fields of an interface would be public. */
final class AuthenticationConstants {

  static final Authentication ABSENT = new Authentication.Absent();

  private AuthenticationConstants() {}
}
