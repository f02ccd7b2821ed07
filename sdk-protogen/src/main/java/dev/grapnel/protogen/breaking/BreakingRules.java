package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import dev.grapnel.protogen.breaking.Types.Declared;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import java.util.Collection;
import java.util.Set;

/**
 * Finds what breaks those who call, or are called by, the published schema: over gRPC with binary
 * messages or JSON.
 *
 * <p>Errors ({@link dev.grapnel.protogen.diagnostic.Code#BREAKING}) are what changes the meaning of
 * bytes, JSON or a call: numbers, names, types, streaming, what is gone without being reserved.
 * Warnings ({@link dev.grapnel.protogen.diagnostic.Code#NOTABLE_CHANGE}) are what callers may
 * notice: presence, fields that are gone, renamed oneofs. What is added, the order of things,
 * comments, constraints, and how calls look in HTTP are not looked at.
 *
 * <p>Things are matched by full name, wherever their file is. Files below {@code google/} and
 * {@code buf/validate/} are not compared.
 */
public final class BreakingRules {

  private final Types before;
  private final Types after;
  private final Report report;

  private BreakingRules(Types before, Types after, Report report) {
    this.before = before;
    this.after = after;
    this.report = report;
  }

  /**
   * Compares two schemas.
   *
   * @param before what was published
   * @param after what is to be published
   * @param diagnostics told all that is found, in the order of full names
   */
  public static void compare(
      FileDescriptorSet before, FileDescriptorSet after, Diagnostics diagnostics) {
    compare(before, after, Set.of(), diagnostics);
  }

  /**
   * Compares two schemas, where some changes are meant. What can be accepted is what the wire does
   * not notice: another name of a field or enum value, and the use of a reserved number or name,
   * for a property that is back. An accepted change is a warning.
   *
   * @param before what was published
   * @param after what is to be published
   * @param accepted full names as the findings name them: {@code acme.user.v1.User.nick}
   * @param diagnostics told all that is found, in the order of full names
   */
  public static void compare(
      FileDescriptorSet before,
      FileDescriptorSet after,
      Collection<String> accepted,
      Diagnostics diagnostics) {
    new BreakingRules(
            new Types(before), new Types(after), new Report(diagnostics, Set.copyOf(accepted)))
        .compare();
  }

  private void compare() {
    before.packages.forEach(
        (name, file) -> {
          FileDescriptorProto other = after.packages.get(name);
          if (other == null) {
            report.breaks(
                file.getName(),
                name.isEmpty() ? "the default package" : name,
                "the package is gone",
                "Full names of calls and messages begin with it.",
                "keep it, and publish another one beside it");
          } else {
            compareSyntax(name, file, other);
          }
        });
    new GoneTypes(before, after).all().forEach((name, file) -> reportGone(file, name, "the type"));
    MessageRules messages = new MessageRules(report);
    before.messages.forEach(
        (name, one) -> {
          Declared<DescriptorProto> other = after.messages.get(name);
          if (other != null) {
            messages.compare(name, one, other);
          }
        });
    EnumRules enums = new EnumRules(report);
    before.enums.forEach(
        (name, one) -> {
          Declared<EnumDescriptorProto> other = after.enums.get(name);
          if (other != null) {
            enums.compare(name, one.file().getName(), one.descriptor(), other.descriptor());
          }
        });
    compareServices();
  }

  private void compareServices() {
    ServiceRules services = new ServiceRules(report);
    before.services.forEach(
        (name, one) -> {
          Declared<ServiceDescriptorProto> other = after.services.get(name);
          if (other != null) {
            services.compare(name, one.file().getName(), one.descriptor(), other.descriptor());
          } else if (after.packages.containsKey(one.scope())) {
            reportGone(one.file().getName(), name, "the service");
          }
        });
  }

  private void compareSyntax(String name, FileDescriptorProto file, FileDescriptorProto other) {
    String was = Syntax.of(file);
    String is = Syntax.of(other);
    if (!was.equals(is)) {
      report.note(
          file.getName(),
          name,
          "the package was " + was + " and is " + is,
          "Defaults, closed enums and encodings that differ by that are not compared.",
          "look at them yourself");
    }
  }

  private void reportGone(String file, String name, String what) {
    report.breaks(
        file,
        name,
        what + " is gone",
        "Those who use it find nothing in its place; a rename is a removal to them.",
        "keep it, with the name it had");
  }
}
