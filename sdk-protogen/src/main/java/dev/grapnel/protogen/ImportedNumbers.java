package dev.grapnel.protogen;

import dev.grapnel.protogen.breaking.Imported;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.Reserved;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Gives a schema the numbers that .proto files have for it, as if they were annotated. */
final class ImportedNumbers {

  private static final int FIRST_OF_PROTOBUF = 19_000;
  private static final int LAST_OF_PROTOBUF = 19_999;

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
    return one.withTypes(
        one.messages().stream().map(this::given).toList(),
        one.enums().stream().map(this::given).toList());
  }

  private ProtoMessage given(ProtoMessage message) {
    SortedMap<String, Integer> numbers = imported.fields().get(message.key());
    if (numbers == null) {
      return message;
    }
    List<Reserved> reserved = imported.reserved().getOrDefault(message.key(), List.of());
    int next = next(numbers.values(), reserved);
    List<ProtoField> fields = new ArrayList<>();
    for (ProtoField field : message.fields()) {
      Integer number = numbers.get(field.key());
      if (number == null && field.number() == 0) {
        number = next;
        next = after(next);
      }
      fields.add(number == null ? field : field.withNumber(number));
    }
    return new ProtoMessage(
        message.key(),
        message.name(),
        fields,
        reserved,
        message.formerly(),
        message.comment(),
        message.origin());
  }

  /** What is new comes after all that was: a gap may be something that was removed. */
  private static int next(Collection<Integer> numbers, List<Reserved> reserved) {
    return after(
        Stream.concat(numbers.stream(), reserved.stream().map(Reserved::number))
            .max(Integer::compare)
            .orElse(0));
  }

  private static int after(int highest) {
    return highest >= FIRST_OF_PROTOBUF - 1 && highest <= LAST_OF_PROTOBUF
        ? LAST_OF_PROTOBUF + 1
        : highest + 1;
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
