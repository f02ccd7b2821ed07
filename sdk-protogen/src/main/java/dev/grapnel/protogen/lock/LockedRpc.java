package dev.grapnel.protogen.lock;

/**
 * A method of a service, as a lock knows it.
 *
 * @param key the key in the schema
 * @param name the protobuf name
 * @param request the full name of what it takes, {@code stream} before it for a stream
 * @param response the full name of what it answers with, likewise
 * @param asked the name that Java would give, where the lock keeps another; or empty
 */
record LockedRpc(String key, String name, String request, String response, String asked) {

  boolean means(LockedRpc other) {
    return request.equals(other.request) && response.equals(other.response);
  }

  String meaning() {
    return "(" + request + ") returns (" + response + ")";
  }

  LockedRpc withName(String newName, String newAsked) {
    return new LockedRpc(key, newName, request, response, newAsked);
  }

  LockedRpc withKey(String newKey) {
    return new LockedRpc(newKey, name, request, response, asked);
  }
}
