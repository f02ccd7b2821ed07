package dev.grapnel.interceptors.validation;

import build.buf.protovalidate.Config;
import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.CompilationException;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPath;
import build.buf.validate.FieldPathElement;
import build.buf.validate.Violation;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest.FieldViolation;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules of {@code buf/validate/validate.proto}: the one class that needs the library. */
final class Protovalidate implements SchemaRules {

  /**
   * Up to this many bytes all violations are found. A violation costs about 12 µs and some hundred
   * bytes: 4 MiB of bad numbers would keep a core busy for 5 s, for an answer that nobody reads.
   */
  private static final int LARGEST_FULLY_CHECKED = 4 * 1024;

  private final Validator first = validator(true);
  private final Validator all = validator(false);

  private static Validator validator(boolean failFast) {
    Config config = Config.newBuilder().setFailFast(failFast).build();
    return ValidatorFactory.newBuilder().withConfig(config).build();
  }

  @Override
  public List<FieldViolation> violations(Message message, int most) throws ValidationException {
    ValidationResult result = first.validate(message);
    if (result.isSuccess()) {
      return List.of();
    }
    if (message.getSerializedSize() <= LARGEST_FULLY_CHECKED) {
      ValidationResult complete = all.validate(message);
      // A rule about the present time may hold by now: the request is bad all the same.
      result = complete.isSuccess() ? result : complete;
    }
    return result.getViolations().stream()
        .limit(most)
        .map(violation -> told(violation.toProto()))
        .toList();
  }

  private static FieldViolation told(Violation violation) {
    String message = violation.getMessage();
    String text = message.isEmpty() ? "breaks the rule " + violation.getRuleId() : message;
    return FieldViolation.newBuilder()
        .setField(path(violation.getField()))
        .setDescription(violation.getForKey() ? "key " + text : text)
        .build();
  }

  private static String path(FieldPath path) {
    StringBuilder text = new StringBuilder();
    for (FieldPathElement element : path.getElementsList()) {
      text.append(text.isEmpty() ? "" : ".").append(element.getFieldName());
      switch (element.getSubscriptCase()) {
        case INDEX -> text.append('[').append(element.getIndex()).append(']');
        case BOOL_KEY -> text.append('[').append(element.getBoolKey()).append(']');
        case INT_KEY -> text.append('[').append(element.getIntKey()).append(']');
        case UINT_KEY ->
            text.append('[').append(Long.toUnsignedString(element.getUintKey())).append(']');
        case STRING_KEY -> text.append("[\"").append(element.getStringKey()).append("\"]");
        case SUBSCRIPT_NOT_SET -> {}
      }
    }
    return text.toString();
  }

  @Override
  public List<String> problems(Collection<Descriptor> types) {
    Set<String> problems = new LinkedHashSet<>();
    for (Descriptor type : types) {
      compile(type, first)
          .or(() -> compile(type, all))
          .ifPresent(
              failure ->
                  problems.add(
                      "the validation rules of "
                          + RulePlace.find(type, Protovalidate::compiles)
                          + " do not compile: "
                          + PlainText.of(String.valueOf(failure.getMessage()), 500)));
    }
    return List.copyOf(problems);
  }

  private static boolean compiles(Descriptor type) {
    return compile(type, validator(true)).isEmpty();
  }

  /** There is no other way to compile rules one type after the other than to use them. */
  private static Optional<CompilationException> compile(Descriptor type, Validator validator) {
    try {
      validator.validate(DynamicMessage.getDefaultInstance(type));
      return Optional.empty();
    } catch (CompilationException failure) {
      return Optional.of(failure);
    } catch (ValidationException failsForAnEmptyMessage) {
      return Optional.empty();
    }
  }
}
