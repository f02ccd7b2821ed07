package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.util.Locale;

/** What the first line of a file says, and what follows from it. */
final class Syntax {

  private Syntax() {}

  /** Names it: {@code proto3}, or {@code edition_2023}. */
  static String of(FileDescriptorProto file) {
    if (file.hasEdition()) {
      return file.getEdition().name().toLowerCase(Locale.ROOT);
    }
    return file.getSyntax().isEmpty() ? "proto2" : file.getSyntax();
  }

  /**
   * Whether no value and the default value differ, of a field that is neither repeated nor in a
   * oneof.
   */
  static boolean hasPresence(FileDescriptorProto file, FieldDescriptorProto field) {
    return field.getProto3Optional()
        || !file.getSyntax().equals("proto3")
        || field.getType() == FieldDescriptorProto.Type.TYPE_MESSAGE;
  }
}
