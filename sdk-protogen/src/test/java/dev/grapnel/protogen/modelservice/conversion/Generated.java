package dev.grapnel.protogen.modelservice.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.type.DateProto;
import com.google.type.DateTimeProto;
import com.google.type.DecimalProto;
import com.google.type.TimeOfDayProto;
import dev.grapnel.protogen.classfile.ClassFiles;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.mapping.MappingOptions;
import dev.grapnel.protogen.mapping.ModelMapper;
import dev.grapnel.protogen.mapping.PackageContents;
import dev.grapnel.protogen.mapping.PackageNames;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.SchemaDescriptors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The message of a class, as it is generated, numbered in the order of declaration. */
final class Generated {

  private static final FileDescriptor[] KNOWN = {
    TimestampProto.getDescriptor(),
    DurationProto.getDescriptor(),
    StructProto.getDescriptor(),
    DateProto.getDescriptor(),
    TimeOfDayProto.getDescriptor(),
    DateTimeProto.getDescriptor(),
    DecimalProto.getDescriptor()
  };

  private Generated() {}

  /** Maps a class as the generator does; all it uses must be in its package. */
  static Descriptor message(Class<?> model) {
    Diagnostics diagnostics = new Diagnostics();
    ModelMapper mapper =
        new ModelMapper(
            ClassFiles.of(model.getClassLoader()),
            new MappingOptions(
                new PackageNames(Map.of(model.getPackageName(), "test.v1"), "", "v1"),
                false,
                false),
            diagnostics);
    Origin origin = new Origin(SourceLocation.UNKNOWN, model.getSimpleName());
    ProtoMessage made =
        mapper.message(mapper.add(JavaType.named(model.getName()), origin)).orElseThrow();
    assertThat(diagnostics.hasErrors()).as(diagnostics.all().toString()).isFalse();
    PackageContents contents = mapper.contents().get("test.v1");
    ProtoPackage all =
        new ProtoPackage(
            "test.v1",
            "test/v1/test.proto",
            "",
            "",
            List.of(),
            contents.messages().stream().map(Generated::numbered).toList(),
            contents.enums().stream().map(Generated::numbered).toList());
    FileDescriptorProto file = SchemaDescriptors.of(new ProtoSchema(List.of(all))).get(0);
    try {
      return FileDescriptor.buildFrom(file, KNOWN).findMessageTypeByName(made.name());
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  private static ProtoMessage numbered(ProtoMessage message) {
    List<ProtoField> fields = new ArrayList<>();
    for (ProtoField field : message.fields()) {
      fields.add(
          new ProtoField(
              field.key(),
              field.name(),
              fields.size() + 1,
              field.type(),
              field.cardinality(),
              field.oneof(),
              field.jsonName(),
              field.form(),
              field.formerly(),
              field.revived(),
              field.rules(),
              field.comment(),
              field.origin()));
    }
    return new ProtoMessage(
        message.key(),
        message.name(),
        fields,
        message.reserved(),
        message.formerly(),
        message.comment(),
        message.origin());
  }

  private static ProtoEnum numbered(ProtoEnum type) {
    List<ProtoEnumValue> values = new ArrayList<>();
    for (ProtoEnumValue value : type.values()) {
      values.add(
          new ProtoEnumValue(
              value.key(),
              value.name(),
              values.size(),
              value.formerly(),
              value.comment(),
              value.origin()));
    }
    return new ProtoEnum(
        type.key(),
        type.name(),
        values,
        type.reserved(),
        type.formerly(),
        type.comment(),
        type.origin());
  }

  /** The message of a model. */
  static <T> DynamicMessage written(ModelConverter<T> converter, T model) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(converter.message());
    converter.write(model, message);
    return message.build();
  }
}
