package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import dev.grapnel.protogen.breaking.ReservedRules.Reserved;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Compares the values of an enum. */
final class EnumRules {

  private final Report report;

  EnumRules(Report report) {
    this.report = report;
  }

  void compare(String name, String file, EnumDescriptorProto before, EnumDescriptorProto after) {
    Map<String, Integer> numbers = new TreeMap<>();
    Map<Integer, String> names = new TreeMap<>();
    for (EnumValueDescriptorProto value : after.getValueList()) {
      numbers.put(value.getName(), value.getNumber());
      names.putIfAbsent(value.getNumber(), value.getName());
    }
    Reserved kept = reserved(after);
    before.getValueList().stream()
        .sorted(Comparator.comparingInt(EnumValueDescriptorProto::getNumber))
        .forEach(
            value -> {
              Integer number = numbers.get(value.getName());
              String other = names.get(value.getNumber());
              if (number != null && number != value.getNumber()) {
                reportRenumbered(file, name, value, number);
              } else if (number == null && other != null) {
                reportRenamed(file, name, value, other);
              } else if (number == null && !kept.has(value.getNumber(), value.getName())) {
                reportGone(file, name, value, kept);
              }
            });
    new ReservedRules(report).compare(file, name, reserved(before), kept, numbers);
  }

  private static Reserved reserved(EnumDescriptorProto type) {
    return new Reserved(NumberRange.reserved(type), type.getReservedNameList());
  }

  private void reportRenumbered(
      String file, String name, EnumValueDescriptorProto value, int number) {
    report.breaks(
        file,
        name + "." + value.getName(),
        "its number was " + value.getNumber() + " and is " + number,
        "Bytes carry numbers and no names: it is taken for another value.",
        "give it the number " + value.getNumber() + "; the lock keeps numbers");
  }

  private void reportRenamed(
      String file, String name, EnumValueDescriptorProto value, String other) {
    report.breaksUnlessAccepted(
        file,
        name + "." + value.getName(),
        "the value " + value.getNumber() + " is now called " + other,
        "JSON and generated code know it by name.",
        "keep the name");
  }

  private void reportGone(String file, String name, EnumValueDescriptorProto value, Reserved kept) {
    report.breaks(
        file,
        name + "." + value.getName(),
        "the value is gone, and " + ReservedRules.missing(value.getNumber(), value.getName(), kept),
        "What is given its place would be mistaken for it.",
        "write: reserved "
            + value.getNumber()
            + "; reserved \""
            + value.getName()
            + "\"; the lock does so");
  }
}
