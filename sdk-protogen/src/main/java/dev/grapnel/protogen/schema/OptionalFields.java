package dev.grapnel.protogen.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import java.util.HashSet;
import java.util.Set;

/** Gives each {@code optional} field of proto3 the oneof that protoc makes for it. */
public final class OptionalFields {

  private OptionalFields() {}

  /**
   * Adds the oneofs, after all others of the message.
   *
   * @param message a message whose optional fields are marked as such
   */
  public static void addOneofs(DescriptorProto.Builder message) {
    Set<String> taken = new HashSet<>();
    message.getFieldList().forEach(field -> taken.add(field.getName()));
    message.getOneofDeclList().forEach(oneof -> taken.add(oneof.getName()));
    for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
      if (field.getProto3Optional()) {
        String name = field.getName().startsWith("_") ? field.getName() : "_" + field.getName();
        while (!taken.add(name)) {
          name = "X" + name;
        }
        field.setOneofIndex(message.getOneofDeclCount());
        message.addOneofDecl(OneofDescriptorProto.newBuilder().setName(name));
      }
    }
  }
}
