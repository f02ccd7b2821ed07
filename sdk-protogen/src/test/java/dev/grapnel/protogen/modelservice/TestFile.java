package dev.grapnel.protogen.modelservice;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import java.util.List;
import java.util.Locale;

/** A .proto file in short words: {@code message("Book", "int64 id", "optional string note")}. */
final class TestFile {

  private static final List<FileDescriptor> IMPORTS =
      List.of(
          StructProto.getDescriptor(),
          FieldMaskProto.getDescriptor(),
          EmptyProto.getDescriptor(),
          TimestampProto.getDescriptor());

  private final FileDescriptorProto.Builder file =
      FileDescriptorProto.newBuilder()
          .setSyntax("proto3")
          .setName("test.proto")
          .setPackage("test.v1");
  private final ServiceDescriptorProto.Builder service;

  TestFile(String service) {
    IMPORTS.forEach(each -> file.addDependency(each.getName()));
    this.service = file.addServiceBuilder().setName(service);
  }

  /** Fields are numbered in order. */
  TestFile message(String name, String... fields) {
    DescriptorProto.Builder message = file.addMessageTypeBuilder().setName(name);
    for (String each : fields) {
      add(message, List.of(each.split(" ", -1)));
    }
    return this;
  }

  private static void add(DescriptorProto.Builder message, List<String> words) {
    String name = words.get(words.size() - 1);
    String type = words.get(words.size() - 2);
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setName(name)
            .setNumber(message.getFieldCount() + 1)
            .setLabel(
                words.contains("repeated")
                    ? FieldDescriptorProto.Label.LABEL_REPEATED
                    : FieldDescriptorProto.Label.LABEL_OPTIONAL);
    if (Character.isUpperCase(type.charAt(0))) {
      field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".test.v1." + type);
    } else if (type.startsWith("google")) {
      field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName("." + type);
    } else {
      field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)));
    }
    if (words.contains("optional")) {
      field.setProto3Optional(true).setOneofIndex(message.getOneofDeclCount());
      message.addOneofDeclBuilder().setName("_" + name);
    }
    message.addField(field);
  }

  TestFile rpc(String name, String request, String response) {
    service
        .addMethodBuilder()
        .setName(name)
        .setInputType(full(request))
        .setOutputType(full(response));
    return this;
  }

  TestFile stream(String name, String request, String response) {
    rpc(name, request, response);
    service.getMethodBuilder(service.getMethodCount() - 1).setServerStreaming(true);
    return this;
  }

  private static String full(String type) {
    return type.startsWith("google") ? "." + type : ".test.v1." + type;
  }

  FileDescriptor build() {
    try {
      return FileDescriptor.buildFrom(file.build(), IMPORTS.toArray(new FileDescriptor[0]));
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }
}
