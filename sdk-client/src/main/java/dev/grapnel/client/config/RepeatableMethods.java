package dev.grapnel.client.config;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Knows which methods may be called twice: by their schema, or because the user says so. */
final class RepeatableMethods {

  /** Generated descriptors are constants; dynamic clients make new ones for each call. */
  private static final int MOST_REMEMBERED = 1024;

  private final Set<String> named;
  private final Map<MethodDescriptor<?, ?>, Boolean> remembered = new ConcurrentHashMap<>();

  RepeatableMethods(Set<String> named) {
    this.named = Set.copyOf(named);
  }

  List<String> problems() {
    return new TreeSet<>(named)
        .stream()
            .filter(name -> !Names.isService(name) && !Names.isMethod(name))
            .map(
                name ->
                    "repeatable has \"%s\": expected a full name such as crypto.CryptoService or crypto.CryptoService/GetCoin"
                        .formatted(name))
            .toList();
  }

  boolean contains(MethodDescriptor<?, ?> method) {
    Boolean known = remembered.get(method);
    if (known != null) {
      return known;
    }
    boolean repeatable = isNamed(method.getFullMethodName()) || isDeclared(method);
    if (remembered.size() >= MOST_REMEMBERED) {
      remembered.clear();
    }
    remembered.put(method, repeatable);
    return repeatable;
  }

  /** Whether the user named a method or its service, or a service. */
  boolean isNamed(String name) {
    int slash = name.lastIndexOf('/');
    return named.contains(name) || (slash >= 0 && named.contains(name.substring(0, slash)));
  }

  /** What was named, and the methods that were found since. */
  List<String> known() {
    Set<String> names = new TreeSet<>(named);
    remembered.forEach(
        (method, repeatable) -> {
          if (repeatable) {
            names.add(method.getFullMethodName());
          }
        });
    return List.copyOf(names);
  }

  /** Generated code says it in the schema only. */
  private static boolean isDeclared(MethodDescriptor<?, ?> method) {
    return method.isIdempotent()
        || method.isSafe()
        || (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
            && schema.getMethodDescriptor() != null
            && schema.getMethodDescriptor().getOptions().getIdempotencyLevel()
                != IdempotencyLevel.IDEMPOTENCY_UNKNOWN);
  }
}
