package dev.grapnel.protogen.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.grapnel.protogen.GeneratedProtos;
import dev.grapnel.protogen.ProtoGenerator;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import jakarta.validation.Constraint;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Past;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JakartaConstraintsTest {

  @Constraint(validatedBy = {})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Palindrome {}

  interface Strict {}

  record Address(String street) {}

  enum Kind {
    SMALL,
    LARGE
  }

  @SuppressWarnings("ArrayRecordComponent")
  record Account(
      @NotBlank @Size(max = 80) String name,
      @Email String email,
      @NotNull String note,
      @NotNull Address address,
      @NotNull Kind kind,
      @NotNull Integer limit,
      @Pattern(regexp = "[A-Z]{2}\\d+", flags = Pattern.Flag.CASE_INSENSITIVE) String code,
      @Min(1) @Max(10) int level,
      @Positive @Max(500) Long balance,
      @DecimalMin("0.5") @DecimalMax(value = "2.5", inclusive = false) double ratio,
      @DecimalMin("0.5") int atLeastOne,
      @AssertTrue boolean agreed,
      @Past Instant born,
      @Future Instant due,
      @NotEmpty List<@NotBlank String> tags,
      @Size(max = 3) Map<@Size(min = 2) String, @Min(0) Integer> counts,
      Set<String> names,
      UUID reference,
      byte small,
      @Size(min = 4, max = 8) byte[] pin) {}

  record Lossy(
      @Pattern(regexp = "(?=a)b") String lookAhead,
      @Digits(integer = 3, fraction = 2) int digits,
      @DecimalMin("1") BigDecimal price,
      @Palindrome String word,
      @NotBlank(groups = Strict.class) String grouped,
      @Min(5) @Max(4) int none) {}

  record Beyond(
      @Min(3_000_000_000L) int tooLarge,
      @Max(-5) char negative,
      @DecimalMin("1.2") @DecimalMax("1.8") int between,
      @DecimalMax("1e30") double large,
      @DecimalMax("1e999999999") double endless,
      @DecimalMin("1e-999999999") int nearZero,
      @Size(max = -1) String negativeSize) {}

  record Patterns(
      @Pattern(regexp = "x|y", flags = Pattern.Flag.MULTILINE) String lines,
      @Pattern(regexp = "a\0\1\n\"") String control,
      @Pattern(regexp = "a") @Pattern(regexp = "b\0\"") String two,
      @Pattern(regexp = "\uD800") String half) {}

  private static GeneratedProtos generate(Class<?> model) {
    return ProtoGenerator.builder().model(model).constraints().build().generate();
  }

  @Test
  void constraintsBecomeRules() {
    assertThat(generate(Account.class).files().values().iterator().next())
        .contains("import \"buf/validate/validate.proto\";")
        .contains(
            """
              string name = 1 [
                (buf.validate.field).string.max_len = 80,
                (buf.validate.field).string.pattern = "\\\\S"
              ];
              string email = 2 [
                (buf.validate.field).string.email = true,
                (buf.validate.field).ignore = IGNORE_IF_ZERO_VALUE
              ];
              string note = 3;
            """)
        .contains(" address = 4 [(buf.validate.field).required = true];")
        .contains(" kind = 5 [(buf.validate.field).required = true];")
        .contains("optional int32 limit = 6 [(buf.validate.field).required = true];")
        .contains(
            """
                (buf.validate.field).string.pattern = "^(?i:[A-Z]{2}\\\\d+)$",
            """)
        .contains(
            """
                (buf.validate.field).int32.gte = 1,
                (buf.validate.field).int32.lte = 10
            """)
        .contains(
            """
                (buf.validate.field).int64.gt = 0,
                (buf.validate.field).int64.lte = 500
            """)
        .contains(
            """
                (buf.validate.field).double.gte = 0.5,
                (buf.validate.field).double.lt = 2.5
            """)
        .contains("int32 at_least_one = 11 [(buf.validate.field).int32.gte = 1];")
        .contains("bool agreed = 12 [(buf.validate.field).bool.const = true];")
        .contains("born = 13 [(buf.validate.field).timestamp.lt_now = true];")
        .contains("due = 14 [(buf.validate.field).timestamp.gt_now = true];")
        .contains(
            """
                (buf.validate.field).repeated.min_items = 1,
                (buf.validate.field).repeated.items.string.pattern = "\\\\S"
            """)
        .contains(
            """
                (buf.validate.field).map.max_pairs = 3,
                (buf.validate.field).map.keys.string.min_len = 2,
                (buf.validate.field).map.values.int32.gte = 0,
                (buf.validate.field).ignore = IGNORE_IF_ZERO_VALUE
            """)
        .contains("(buf.validate.field).repeated.unique = true")
        .contains("(buf.validate.field).string.uuid = true")
        .contains(
            """
                (buf.validate.field).int32.gte = -128,
                (buf.validate.field).int32.lte = 127
            """)
        .contains("(buf.validate.field).bytes.max_len = 8");
  }

  @Test
  void whatHasNoRuleIsToldAndLeftOut() {
    GeneratedProtos protos = generate(Lossy.class);

    assertThat(protos.warnings())
        .extracting(Diagnostic::toString)
        .anySatisfy(text -> assertThat(text).startsWith("PG130 ").contains("Lossy.lookAhead"))
        .anySatisfy(text -> assertThat(text).startsWith("PG131 ").contains("Lossy.digits"))
        .anySatisfy(text -> assertThat(text).startsWith("PG131 ").contains("Lossy.price"))
        .anySatisfy(text -> assertThat(text).startsWith("PG132 ").contains("Lossy.word"))
        .anySatisfy(text -> assertThat(text).startsWith("PG132 ").contains("Lossy.grouped"))
        .anySatisfy(text -> assertThat(text).startsWith("PG131 ").contains("Lossy.none"));
    assertThat(protos.files().values().iterator().next())
        .doesNotContain("(?=a)")
        .contains("int32 none = 6;");
  }

  @Test
  void boundsThatTheFieldCannotBeAreLeftOut() {
    GeneratedProtos protos = generate(Beyond.class);

    assertThat(protos.warnings())
        .extracting(Diagnostic::toString)
        .anySatisfy(text -> assertThat(text).startsWith("PG131 ").contains("Beyond.tooLarge"))
        .anySatisfy(text -> assertThat(text).startsWith("PG131 ").contains("Beyond.negative"))
        .anySatisfy(text -> assertThat(text).startsWith("PG131 ").contains("Beyond.between"));
    assertThat(protos.files().values().iterator().next())
        .contains("int32 too_large = 1;", "uint32 negative = 2;", "int32 between = 3;")
        .contains("double large = 4 [(buf.validate.field).double.lte = 1E+30];")
        .contains("double endless = 5;", "int32 near_zero = 6;", "string negative_size = 7;");
  }

  @Test
  void patternsAreOneLineOfTextWhateverIsInThem() throws Exception {
    GeneratedProtos protos = generate(Patterns.class);
    String text = protos.files().values().iterator().next();
    Descriptor patterns = descriptor(protos, "JakartaConstraintsTestPatterns");
    var validator = build.buf.protovalidate.ValidatorFactory.newBuilder().build();
    DynamicMessage.Builder message = DynamicMessage.newBuilder(patterns);
    message.setField(patterns.findFieldByName("lines"), "x\nother");
    message.setField(patterns.findFieldByName("control"), "a\0\1\n\"");

    assertThat(text)
        .contains("string.pattern = \"^(?:a\\000\\001\\n\\\")$\"")
        .contains("cel_expression = \"this.matches(\\\"^(?:b\\\\000\\\\\\\")$\\\")\"")
        .contains("string half = 4;");
    assertThat(validator.validate(message.build()).getViolations())
        .singleElement()
        .satisfies(one -> assertThat(one.toProto().getRuleId()).isEqualTo("string.pattern"));
  }

  @Test
  void withoutTheOptionThereAreNoRules() {
    GeneratedProtos protos = ProtoGenerator.builder().model(Account.class).build().generate();

    assertThat(protos.files().values().iterator().next()).doesNotContain("buf/validate");
  }

  @Test
  void protovalidateChecksWithTheDescriptors() throws Exception {
    Descriptor account = descriptor(generate(Account.class), "JakartaConstraintsTestAccount");
    var validator = build.buf.protovalidate.ValidatorFactory.newBuilder().build();
    DynamicMessage.Builder message = DynamicMessage.newBuilder(account);
    message.setField(account.findFieldByName("level"), 11);

    assertThat(validator.validate(message.build()).getViolations())
        .extracting(one -> one.toProto().getRuleId())
        .contains("string.pattern", "required", "int32.gte_lte", "bool.const", "repeated.min_items")
        .doesNotContain("string.email", "string.uuid");
  }

  private static Descriptor descriptor(GeneratedProtos protos, String message)
      throws DescriptorValidationException {
    Map<String, FileDescriptor> built = new HashMap<>();
    FileDescriptor last = null;
    for (FileDescriptorProto file : protos.descriptors().getFileList()) {
      FileDescriptor[] needed =
          file.getDependencyList().stream().map(built::get).toArray(FileDescriptor[]::new);
      last = FileDescriptor.buildFrom(file, needed);
      built.put(file.getName(), last);
    }
    return last.findMessageTypeByName(message);
  }
}
