package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.Map;
import java.util.TreeMap;

/** Compares the methods of a service. */
final class ServiceRules {

  private final Report report;

  ServiceRules(Report report) {
    this.report = report;
  }

  void compare(
      String name, String file, ServiceDescriptorProto before, ServiceDescriptorProto after) {
    Map<String, MethodDescriptorProto> methods = new TreeMap<>();
    after.getMethodList().forEach(method -> methods.put(method.getName(), method));
    for (MethodDescriptorProto method : before.getMethodList()) {
      String subject = name + "." + method.getName();
      MethodDescriptorProto other = methods.get(method.getName());
      if (other == null) {
        report.breaks(
            file,
            subject,
            "the rpc is gone",
            "Calls of it end with UNIMPLEMENTED; a rename is a removal to callers.",
            "keep it, with the name it had, and add another beside it");
      } else {
        compare(subject, file, method, other);
      }
    }
  }

  private void compare(
      String subject, String file, MethodDescriptorProto was, MethodDescriptorProto is) {
    String before = signature(was);
    String after = signature(is);
    if (!before.equals(after)) {
      report.breaks(
          file,
          subject,
          "it was " + before + " and is " + after,
          "Callers send and expect what it was.",
          "keep it, and add an rpc with another name");
    }
    if (promise(is) < promise(was)) {
      report.breaks(
          file,
          subject,
          "its idempotency_level was "
              + was.getOptions().getIdempotencyLevel()
              + " and is "
              + is.getOptions().getIdempotencyLevel(),
          "Callers and proxies repeat calls of it.",
          "keep it, and add an rpc with another name");
    }
  }

  private static String signature(MethodDescriptorProto method) {
    return "("
        + (method.getClientStreaming() ? "stream " : "")
        + FieldShape.withoutDot(method.getInputType())
        + ") returns ("
        + (method.getServerStreaming() ? "stream " : "")
        + FieldShape.withoutDot(method.getOutputType())
        + ")";
  }

  /** More is promised by a higher number. */
  private static int promise(MethodDescriptorProto method) {
    IdempotencyLevel level = method.getOptions().getIdempotencyLevel();
    return switch (level) {
      case IDEMPOTENCY_UNKNOWN -> 0;
      case IDEMPOTENT -> 1;
      case NO_SIDE_EFFECTS -> 2;
    };
  }
}
