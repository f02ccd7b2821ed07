package dev.grapnel.protogen.service;

import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.ProtoRpc;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names of requests and responses. Of two services of a package with calls of one name, the second
 * puts its own name before; and no message is used by two calls, so that each can grow.
 */
final class MessageNames {

  private final Set<String> names = new HashSet<>();
  private final Set<String> keys = new HashSet<>();

  /** Takes what a service uses that was made elsewhere. */
  void take(MadeService service) {
    service.messages().forEach(one -> take(service.packageName(), one.name()));
    for (ProtoRpc rpc : service.service().rpcs()) {
      for (ProtoType type : List.of(rpc.request(), rpc.response())) {
        if (type instanceof ProtoType.MessageOf message) {
          keys.add(message.key());
        }
      }
    }
  }

  /** Takes the first name that is free, else the last one: the finding about it comes later. */
  String take(String packageName, List<String> choices) {
    String chosen =
        choices.stream()
            .filter(one -> !names.contains(packageName + "." + one))
            .findFirst()
            .orElse(choices.get(choices.size() - 1));
    take(packageName, chosen);
    return chosen;
  }

  private void take(String packageName, String name) {
    names.add(packageName + "." + name);
  }

  /** Takes a message that is there already, if neither it nor its name is in use. */
  boolean takeMessage(String packageName, String name, String key) {
    return !names.contains(packageName + "." + name)
        && keys.add(key)
        && names.add(packageName + "." + name);
  }
}
