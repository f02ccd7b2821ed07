package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import dev.grapnel.protogen.breaking.ReservedRules.Reserved;
import dev.grapnel.protogen.breaking.Types.Declared;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the fields of a message. */
final class MessageRules {

  private final Report report;

  MessageRules(Report report) {
    this.report = report;
  }

  void compare(String name, Declared<DescriptorProto> before, Declared<DescriptorProto> after) {
    String file = before.file().getName();
    Map<Integer, FieldDescriptorProto> byNumber = new TreeMap<>();
    Map<String, Integer> numbers = new TreeMap<>();
    for (FieldDescriptorProto field : after.descriptor().getFieldList()) {
      byNumber.put(field.getNumber(), field);
      numbers.put(field.getName(), field.getNumber());
    }
    FieldRules rules = new FieldRules(report, name, before, after);
    Reserved kept = reserved(after.descriptor());
    before.descriptor().getFieldList().stream()
        .sorted(Comparator.comparingInt(FieldDescriptorProto::getNumber))
        .forEach(
            field -> {
              FieldDescriptorProto other = byNumber.get(field.getNumber());
              Integer number = numbers.get(field.getName());
              if (number != null && number != field.getNumber()) {
                reportRenumbered(file, name, field, number);
              } else if (other == null) {
                reportGone(file, name, field, kept);
              } else {
                rules.compare(field, other);
              }
            });
    new ReservedRules(report).compare(file, name, reserved(before.descriptor()), kept, numbers);
    List<NumberRange> lost =
        NumberRange.minus(
            NumberRange.extensions(before.descriptor()),
            NumberRange.extensions(after.descriptor()));
    if (!lost.isEmpty()) {
      report.breaks(
          file,
          name,
          "extensions " + lost.get(0) + " are gone",
          "Extensions of others have these numbers.",
          "keep the range");
    }
  }

  private static Reserved reserved(DescriptorProto message) {
    return new Reserved(NumberRange.reserved(message), message.getReservedNameList());
  }

  private void reportRenumbered(
      String file, String message, FieldDescriptorProto field, int number) {
    report.breaks(
        file,
        message + "." + field.getName(),
        "its number was " + field.getNumber() + " and is " + number,
        "Bytes carry numbers and no names: its values are lost or taken for another field's.",
        "give it the number " + field.getNumber() + "; the lock keeps numbers");
  }

  private void reportGone(String file, String message, FieldDescriptorProto field, Reserved kept) {
    String subject = message + "." + field.getName();
    if (kept.has(field.getNumber(), field.getName())) {
      report.note(
          file,
          subject,
          "the field is gone; number " + field.getNumber() + " and name are reserved",
          "Those who still send or read it are not told.",
          "nothing, once nobody needs it");
    } else {
      report.breaks(
          file,
          subject,
          "the field is gone, and "
              + ReservedRules.missing(field.getNumber(), field.getName(), kept),
          "What is given its place would be mistaken for it.",
          "write: reserved "
              + field.getNumber()
              + "; reserved \""
              + field.getName()
              + "\"; the lock does so");
    }
  }
}
