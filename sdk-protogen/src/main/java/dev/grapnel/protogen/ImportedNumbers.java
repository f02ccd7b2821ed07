package dev.grapnel.protogen;

import dev.grapnel.protogen.breaking.Imported;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoSchema;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gives a schema the numbers that .proto files have for it, as if they were annotated. */
final class ImportedNumbers {

  private final Imported imported;

  private ImportedNumbers(Imported imported) {
    this.imported = imported;
  }

  static ProtoSchema given(ProtoSchema wanted, Map<String, Imported> imported) {
    return new ProtoSchema(
        wanted.packages().stream()
            .map(
                one -> {
                  Imported numbers = imported.get(one.name());
                  return numbers == null ? one : new ImportedNumbers(numbers).given(one);
                })
            .toList());
  }

  private ProtoPackage given(ProtoPackage one) {
    return new ProtoPackage(
        one.name(),
        one.path(),
        one.javaPackage(),
        one.outerClassName(),
        one.services(),
        one.messages().stream().map(this::given).toList(),
        one.enums().stream().map(this::given).toList());
  }

  private ProtoMessage given(ProtoMessage message) {
    SortedMap<String, Integer> numbers =
        imported.fields().getOrDefault(message.key(), new TreeMap<>());
    return new ProtoMessage(
        message.key(),
        message.name(),
        message.fields().stream()
            .map(field -> field.withNumber(numbers.getOrDefault(field.key(), field.number())))
            .toList(),
        imported.reserved().getOrDefault(message.key(), List.of()),
        message.formerly(),
        message.comment(),
        message.origin());
  }

  private ProtoEnum given(ProtoEnum type) {
    SortedMap<String, Integer> numbers =
        imported.values().getOrDefault(type.key(), new TreeMap<>());
    return new ProtoEnum(
        type.key(),
        type.name(),
        type.values().stream().map(value -> given(value, numbers)).toList(),
        imported.reserved().getOrDefault(type.key(), List.of()),
        type.formerly(),
        type.comment(),
        type.origin());
  }

  private static ProtoEnumValue given(ProtoEnumValue value, Map<String, Integer> numbers) {
    return value.withNumber(numbers.getOrDefault(value.key(), value.number()));
  }
}
