package dev.grapnel.protogen.schema;

/**
 * A constraint of protovalidate: {@code (buf.validate.field).string.min_len = 1}.
 *
 * @param path the rule below {@code buf.validate.field}, for example {@code string.min_len}
 * @param value its value as protobuf text, for example {@code 1} or a quoted string
 */
public record FieldRule(String path, String value) {}
