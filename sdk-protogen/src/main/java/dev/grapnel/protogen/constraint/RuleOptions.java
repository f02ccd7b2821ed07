package dev.grapnel.protogen.constraint;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.TextFormat;
import dev.grapnel.core.config.OptionalLibrary;
import dev.grapnel.protogen.schema.FieldRule;
import java.util.List;

/** Puts rules into the options of fields, as protoc would. Needs protovalidate. */
public final class RuleOptions {

  private RuleOptions() {}

  /**
   * Makes the options of a field.
   *
   * @param rules its rules
   * @return options with the rules
   * @throws dev.grapnel.core.config.ConfigException if protovalidate is not on the class path
   */
  public static FieldOptions of(List<FieldRule> rules) {
    return OptionalLibrary.using("build.buf:protovalidate", () -> options(rules));
  }

  private static FieldOptions options(List<FieldRule> rules) {
    FieldRules.Builder made = FieldRules.newBuilder();
    for (FieldRule rule : rules) {
      String[] path = rule.path().split("\\.", -1);
      String value = rule.value();
      String leaf = path[path.length - 1];
      String text = value.startsWith("{") ? leaf + " " + value : leaf + ": " + value;
      for (int i = path.length - 2; i >= 0; i--) {
        text = path[i] + " { " + text + " }";
      }
      merge(text, made);
    }
    return FieldOptions.newBuilder().setExtension(ValidateProto.field, made.build()).build();
  }

  private static void merge(String text, FieldRules.Builder into) {
    try {
      TextFormat.merge(text, into);
    } catch (TextFormat.ParseException impossible) {
      throw new IllegalStateException("no rule of protovalidate: " + text, impossible);
    }
  }

  /**
   * Tells the file that rules are declared in.
   *
   * @return {@code buf/validate/validate.proto}
   * @throws dev.grapnel.core.config.ConfigException if protovalidate is not on the class path
   */
  public static FileDescriptor file() {
    return OptionalLibrary.using("build.buf:protovalidate", ValidateProto::getDescriptor);
  }
}
