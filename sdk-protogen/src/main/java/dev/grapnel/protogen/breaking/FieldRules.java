package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import dev.grapnel.protogen.breaking.Types.Declared;
import dev.grapnel.protogen.schema.FieldNames;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares two fields of one number. */
final class FieldRules {

  private final Report report;
  private final String message;
  private final String file;
  private final Declared<DescriptorProto> before;
  private final Declared<DescriptorProto> after;

  FieldRules(
      Report report,
      String message,
      Declared<DescriptorProto> before,
      Declared<DescriptorProto> after) {
    this.report = report;
    this.message = message;
    this.file = before.file().getName();
    this.before = before;
    this.after = after;
  }

  void compare(FieldDescriptorProto was, FieldDescriptorProto is) {
    String subject = message + "." + was.getName();
    compareNames(subject, was, is);
    String shapeBefore = FieldShape.of(was, before.descriptor());
    String shapeAfter = FieldShape.of(is, after.descriptor());
    if (!shapeBefore.equals(shapeAfter)) {
      report.breaks(
          file,
          subject,
          "it was " + shapeBefore + " and is " + shapeAfter,
          FieldShape.harm(was, is),
          "keep the type, and add a field with another number and name");
      return;
    }
    String oneofBefore = oneof(before.descriptor(), was);
    String oneofAfter = oneof(after.descriptor(), is);
    if (!oneofBefore.equals(oneofAfter)) {
      compareOneofs(subject, oneofBefore, oneofAfter);
    } else if (oneofBefore.isEmpty() && was.getLabel() != Label.LABEL_REPEATED) {
      comparePresence(subject, was, is);
    }
  }

  private void compareNames(String subject, FieldDescriptorProto was, FieldDescriptorProto is) {
    if (!was.getName().equals(is.getName())) {
      report.breaksUnlessAccepted(
          file,
          subject,
          "the field " + was.getNumber() + " is now called " + is.getName(),
          "JSON, field masks and generated code know it by name.",
          "keep the name: @ProtoField(name = \"" + was.getName() + "\")");
    } else if (!jsonName(was).equals(jsonName(is))) {
      report.breaks(
          file,
          subject,
          "its JSON name was " + jsonName(was) + " and is " + jsonName(is),
          "JSON that others write is not understood.",
          "keep the JSON name");
    }
  }

  private static String jsonName(FieldDescriptorProto field) {
    return field.hasJsonName() ? field.getJsonName() : FieldNames.jsonName(field.getName());
  }

  private static String oneof(DescriptorProto message, FieldDescriptorProto field) {
    return field.hasOneofIndex() && !field.getProto3Optional()
        ? message.getOneofDecl(field.getOneofIndex()).getName()
        : "";
  }

  private void compareOneofs(String subject, String was, String is) {
    if (!was.isEmpty()
        && !is.isEmpty()
        && members(before.descriptor(), was, after.descriptor())
            .equals(members(after.descriptor(), is, before.descriptor()))) {
      report.note(
          file,
          message + "." + was,
          "the oneof is now called " + is,
          "Generated code knows it by name; bytes and JSON do not.",
          "keep the name, if others compile against it");
      return;
    }
    report.breaks(
        file,
        subject,
        is.isEmpty()
            ? "it is no longer in the oneof " + was
            : "it is in the oneof " + is + (was.isEmpty() ? " now" : " and was in " + was),
        "Of a oneof one field is kept, so that values set together before are lost or new.",
        "keep it where it was, and add a field for the oneof");
  }

  /** The numbers of a oneof's fields that the other message has, too. */
  private static Set<Integer> members(DescriptorProto of, String oneof, DescriptorProto other) {
    Set<Integer> there =
        other.getFieldList().stream()
            .map(FieldDescriptorProto::getNumber)
            .collect(Collectors.toSet());
    return of.getFieldList().stream()
        .filter(field -> oneof(of, field).equals(oneof) && there.contains(field.getNumber()))
        .map(FieldDescriptorProto::getNumber)
        .collect(Collectors.toSet());
  }

  private void comparePresence(String subject, FieldDescriptorProto was, FieldDescriptorProto is) {
    boolean had = Syntax.hasPresence(before.file(), was);
    boolean has = Syntax.hasPresence(after.file(), is);
    boolean known = !before.file().hasEdition() && !after.file().hasEdition();
    if (known && had != has) {
      report.note(
          file,
          subject,
          has ? "it is optional now" : "it is optional no longer",
          has
              ? "The default value was the same as none, and is a value of its own now."
              : "A default value that was sent on purpose is the same as none now.",
          "make sure that both sides treat the default value and none alike");
    }
  }
}
