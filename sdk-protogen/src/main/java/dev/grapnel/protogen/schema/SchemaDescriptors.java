package dev.grapnel.protogen.schema;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;

/** Makes descriptors of packages, as protoc would of their text. */
public final class SchemaDescriptors {

  private final TypeNames names;
  private final Function<List<FieldRule>, FieldOptions> ruleOptions;

  private SchemaDescriptors(
      ProtoSchema schema, Function<List<FieldRule>, FieldOptions> ruleOptions) {
    this.names = new TypeNames(schema);
    this.ruleOptions = ruleOptions;
  }

  /**
   * Makes the descriptors of a schema.
   *
   * @param schema the schema, with all numbers
   * @param ruleOptions how the rules of a field become options; not asked for fields without
   * @return one file a package, in the schema's order; what they import from elsewhere is not there
   */
  public static List<FileDescriptorProto> of(
      ProtoSchema schema, Function<List<FieldRule>, FieldOptions> ruleOptions) {
    SchemaDescriptors maker = new SchemaDescriptors(schema, ruleOptions);
    return schema.packages().stream().map(maker::file).toList();
  }

  /**
   * Makes the descriptors of a schema, without the rules of fields.
   *
   * @param schema the schema, with all numbers
   * @return one file a package, in the schema's order; what they import from elsewhere is not there
   */
  public static List<FileDescriptorProto> of(ProtoSchema schema) {
    return of(schema, rules -> FieldOptions.getDefaultInstance());
  }

  private FileDescriptorProto file(ProtoPackage one) {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder()
            .setSyntax("proto3")
            .setName(one.path())
            .setPackage(one.name())
            .addAllDependency(names.imports(one));
    if (!one.javaPackage().isEmpty()) {
      file.getOptionsBuilder()
          .setJavaMultipleFiles(true)
          .setJavaOuterClassname(one.outerClassName())
          .setJavaPackage(one.javaPackage());
    }
    one.services().forEach(service -> file.addService(service(service)));
    one.messages().forEach(message -> file.addMessageType(message(one, message)));
    one.enums().forEach(type -> file.addEnumType(enumeration(type)));
    return file.build();
  }

  private ServiceDescriptorProto service(ProtoService service) {
    ServiceDescriptorProto.Builder made =
        ServiceDescriptorProto.newBuilder().setName(service.name());
    for (ProtoRpc rpc : service.rpcs()) {
      MethodDescriptorProto.Builder method =
          made.addMethodBuilder()
              .setName(rpc.name())
              .setInputType("." + names.fullName(rpc.request()))
              .setOutputType("." + names.fullName(rpc.response()));
      if (rpc.clientStreaming()) {
        method.setClientStreaming(true);
      }
      if (rpc.serverStreaming()) {
        method.setServerStreaming(true);
      }
      if (rpc.idempotency() != ProtoRpc.Idempotency.UNKNOWN) {
        method
            .getOptionsBuilder()
            .setIdempotencyLevel(IdempotencyLevel.valueOf(rpc.idempotency().name()));
      }
      if (rpc.http() != null) {
        method.getOptionsBuilder().setExtension(AnnotationsProto.http, http(rpc.http()));
      }
    }
    return made.build();
  }

  private static com.google.api.HttpRule http(HttpRule rule) {
    com.google.api.HttpRule.Builder made = com.google.api.HttpRule.newBuilder();
    made.setField(
        com.google.api.HttpRule.getDescriptor().findFieldByName(rule.verb()), rule.path());
    return made.setBody(rule.body()).build();
  }

  private DescriptorProto message(ProtoPackage around, ProtoMessage message) {
    DescriptorProto.Builder made = DescriptorProto.newBuilder().setName(message.name());
    List<ProtoField> fields =
        message.fields().stream().sorted(Comparator.comparingInt(ProtoField::number)).toList();
    LinkedHashSet<String> oneofs = new LinkedHashSet<>();
    fields.stream().map(ProtoField::oneof).filter(name -> name != null).forEach(oneofs::add);
    List<String> declared = new ArrayList<>(oneofs);
    declared.forEach(name -> made.addOneofDecl(OneofDescriptorProto.newBuilder().setName(name)));
    for (ProtoField field : inPrintedOrder(fields, declared)) {
      FieldDescriptorProto.Builder one = field(around, message, field, made);
      if (field.oneof() != null) {
        one.setOneofIndex(declared.indexOf(field.oneof()));
      } else if (field.cardinality() == Cardinality.OPTIONAL) {
        one.setProto3Optional(true);
      }
      made.addField(one);
    }
    OptionalFields.addOneofs(made);
    message.reserved().stream()
        .filter(Reserved::hasNumber)
        .map(Reserved::number)
        .distinct()
        .sorted()
        .forEach(
            number ->
                made.addReservedRange(
                    ReservedRange.newBuilder().setStart(number).setEnd(number + 1)));
    message.reserved().stream()
        .filter(Reserved::hasName)
        .map(Reserved::name)
        .filter(name -> !name.isEmpty())
        .distinct()
        .sorted()
        .forEach(made::addReservedName);
    return made.build();
  }

  /** The cases of a oneof stand together, where its first one is. */
  private static List<ProtoField> inPrintedOrder(List<ProtoField> fields, List<String> oneofs) {
    List<ProtoField> ordered = new ArrayList<>();
    for (ProtoField field : fields) {
      if (field.oneof() == null) {
        ordered.add(field);
      } else if (oneofs.contains(field.oneof()) && !ordered.contains(field)) {
        fields.stream().filter(other -> field.oneof().equals(other.oneof())).forEach(ordered::add);
      }
    }
    return ordered;
  }

  private FieldDescriptorProto.Builder field(
      ProtoPackage around, ProtoMessage message, ProtoField field, DescriptorProto.Builder made) {
    FieldDescriptorProto.Builder one =
        FieldDescriptorProto.newBuilder()
            .setName(field.name())
            .setNumber(field.number())
            .setLabel(
                field.cardinality() == Cardinality.REPEATED
                    ? FieldDescriptorProto.Label.LABEL_REPEATED
                    : FieldDescriptorProto.Label.LABEL_OPTIONAL)
            .setJsonName(
                field.jsonName() != null ? field.jsonName() : FieldNames.jsonName(field.name()));
    if (!field.rules().isEmpty()) {
      one.setOptions(ruleOptions.apply(field.rules()));
    }
    if (field.type() instanceof ProtoType.MapOf map) {
      String entry = FieldNames.entryName(field.name());
      DescriptorProto.Builder type = made.addNestedTypeBuilder().setName(entry);
      type.getOptionsBuilder().setMapEntry(true);
      FieldDescriptorProto.Builder key = entryField(type, "key", 1);
      setType(key, new ProtoType.Scalar(map.key()));
      setType(entryField(type, "value", 2), map.value());
      return one.setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
          .setTypeName("." + around.name() + "." + message.name() + "." + entry);
    }
    setType(one, field.type());
    return one;
  }

  private static FieldDescriptorProto.Builder entryField(
      DescriptorProto.Builder entry, String name, int number) {
    return entry
        .addFieldBuilder()
        .setName(name)
        .setJsonName(name)
        .setNumber(number)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
  }

  private void setType(FieldDescriptorProto.Builder field, ProtoType type) {
    if (type instanceof ProtoType.Scalar scalar) {
      field.setType(scalar.type().descriptorType());
    } else {
      boolean isEnum =
          type instanceof ProtoType.EnumOf
              || (type instanceof ProtoType.External external && external.isEnum());
      field
          .setType(
              isEnum ? FieldDescriptorProto.Type.TYPE_ENUM : FieldDescriptorProto.Type.TYPE_MESSAGE)
          .setTypeName("." + names.fullName(type));
    }
  }

  private static EnumDescriptorProto enumeration(ProtoEnum type) {
    EnumDescriptorProto.Builder made = EnumDescriptorProto.newBuilder().setName(type.name());
    type.values().stream()
        .sorted(Comparator.comparingInt(ProtoEnumValue::number))
        .forEach(
            value ->
                made.addValue(
                    EnumValueDescriptorProto.newBuilder()
                        .setName(value.name())
                        .setNumber(value.number())));
    type.reserved().stream()
        .filter(Reserved::hasNumber)
        .map(Reserved::number)
        .distinct()
        .sorted()
        .forEach(
            number ->
                made.addReservedRange(
                    EnumReservedRange.newBuilder().setStart(number).setEnd(number)));
    type.reserved().stream()
        .filter(Reserved::hasName)
        .map(Reserved::name)
        .distinct()
        .sorted()
        .forEach(made::addReservedName);
    return made.build();
  }
}
