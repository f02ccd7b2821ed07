package dev.grapnel.protogen.lock;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.grapnel.protogen.lock.HistoryModel.Kind;
import dev.grapnel.protogen.lock.HistoryModel.Member;
import dev.grapnel.protogen.lock.HistoryModel.ModelType;
import dev.grapnel.protogen.schema.SchemaDescriptors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Writes random values with a version of a schema, and reads them by the ids of the model. */
final class HistoryBytes {

  /**
   * A value that was written.
   *
   * @param type the type's id
   * @param values what is in it, by the ids of members
   */
  record Sample(int type, ByteString bytes, String json, Map<Integer, Object> values) {}

  private final HistoryModel model;
  private final Locked locked;
  private final Map<Integer, Descriptor> messages = new TreeMap<>();
  private final Map<String, Integer> types = new HashMap<>();
  private final Map<Integer, Integer> numbers = new HashMap<>();

  HistoryBytes(HistoryModel model, Locked locked) throws Exception {
    this.model = model;
    this.locked = locked;
    Map<String, Descriptors.FileDescriptor> files = new HashMap<>();
    List<FileDescriptorProto> protos = new ArrayList<>(SchemaDescriptors.of(locked.schema()));
    protos.sort(Comparator.comparingInt(FileDescriptorProto::getDependencyCount));
    for (FileDescriptorProto proto : protos) {
      Descriptors.FileDescriptor[] needed =
          proto.getDependencyList().stream()
              .map(files::get)
              .toArray(Descriptors.FileDescriptor[]::new);
      files.put(proto.getName(), Descriptors.FileDescriptor.buildFrom(proto, needed));
    }
    for (ModelType type : model.types().values()) {
      LockedType known = lockedOf(type);
      String name = type.packageName() + "." + known.name();
      types.put(name, type.id());
      for (Descriptors.FileDescriptor file : files.values()) {
        Descriptor message = file.findMessageTypeByName(known.name());
        if (message != null && message.getFullName().equals(name)) {
          messages.put(type.id(), message);
        }
      }
      for (Member member : type.members()) {
        numbers.put(member.id(), known.entry(model.keyOf(type, member)).number());
      }
    }
  }

  LockedType lockedOf(ModelType type) {
    Lock lock = locked.after().get(type.packageName());
    return (type.kind() == Kind.ENUM ? lock.enums() : lock.messages()).get(type.key());
  }

  Map<Integer, Descriptor> messages() {
    return messages;
  }

  List<Sample> samples(Set<Integer> of, Random random) throws InvalidProtocolBufferException {
    List<Sample> samples = new ArrayList<>();
    for (int id : of) {
      Message message = write(messages.get(id), random, 2);
      samples.add(
          new Sample(
              id, message.toByteString(), JsonFormat.printer().print(message), read(message)));
    }
    return samples;
  }

  /** What is read must be what was written, as far as there still is a place for it. */
  void check(Sample sample) throws InvalidProtocolBufferException {
    Descriptor message = messages.get(sample.type());
    if (message == null) {
      return;
    }
    compare(sample.values(), read(DynamicMessage.parseFrom(message, sample.bytes())), true);
    DynamicMessage.Builder json = DynamicMessage.newBuilder(message);
    JsonFormat.parser().ignoringUnknownFields().merge(sample.json(), json);
    compare(sample.values(), read(json.build()), false);
  }

  private void compare(Map<?, ?> written, Map<?, ?> read, boolean isWhole) {
    read.forEach(
        (id, value) -> {
          assertThat(written.containsKey(id)).as("member %s was written", id).isTrue();
          same(written.get(id), value, isWhole);
        });
    if (isWhole) {
      written.forEach(
          (id, value) ->
              assertThat(
                      !(id instanceof Integer) || !numbers.containsKey(id) || read.containsKey(id))
                  .as("member %s = %s is read", id, value)
                  .isTrue());
    }
  }

  private void same(Object written, Object read, boolean isWhole) {
    if (written instanceof Map<?, ?> one && read instanceof Map<?, ?> other) {
      compare(one, other, isWhole);
    } else if (written instanceof List<?> one && read instanceof List<?> other) {
      assertThat(other).hasSizeLessThanOrEqualTo(one.size());
      for (int i = 0; isWhole && i < one.size(); i++) {
        same(one.get(i), other.get(i), true);
      }
    } else if (!String.valueOf(read).startsWith("unknown")) {
      assertThat(read).isEqualTo(written);
    }
  }

  private Message write(Descriptor type, Random random, int depth) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      if (isMessage && depth == 0 && !field.isMapField()) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = 0; i < 2; i++) {
          if (!field.isMapField() || depth > 0) {
            message.addRepeatedField(field, value(field, random, depth));
          }
        }
      } else if (random.nextInt(8) > 0) {
        message.setField(field, value(field, random, depth));
      }
    }
    return message.build();
  }

  private Object value(FieldDescriptor field, Random random, int depth) {
    return switch (field.getJavaType()) {
      case INT -> 1 + random.nextInt(1_000_000);
      case LONG -> 1 + random.nextLong(1_000_000_000_000L);
      case BOOLEAN -> true;
      case STRING -> "s" + random.nextInt(1_000_000);
      case BYTE_STRING -> ByteString.copyFromUtf8("b" + random.nextInt(1_000_000));
      case DOUBLE -> 1 + random.nextDouble();
      case FLOAT -> 1 + random.nextFloat();
      case ENUM -> {
        List<EnumValueDescriptor> values = field.getEnumType().getValues();
        yield values.get(random.nextInt(values.size()));
      }
      case MESSAGE -> write(field.getMessageType(), random, depth - 1);
    };
  }

  /** The values by the ids of members. */
  private Map<Integer, Object> read(Message message) {
    Map<Integer, Object> values = new TreeMap<>();
    ModelType type = model.types().get(types.get(message.getDescriptorForType().getFullName()));
    Map<Integer, Integer> ids = new HashMap<>();
    type.members().forEach(member -> ids.put(numbers.get(member.id()), member.id()));
    message
        .getAllFields()
        .forEach((field, value) -> values.put(ids.get(field.getNumber()), plain(field, value)));
    return values;
  }

  private Object plain(FieldDescriptor field, Object value) {
    if (field.isMapField()) {
      Map<String, Object> entries = new TreeMap<>();
      for (Object one : (List<?>) value) {
        Message entry = (Message) one;
        FieldDescriptor key = entry.getDescriptorForType().findFieldByNumber(1);
        FieldDescriptor held = entry.getDescriptorForType().findFieldByNumber(2);
        entries.put(String.valueOf(entry.getField(key)), single(entry.getField(held)));
      }
      return entries;
    }
    if (field.isRepeated()) {
      return ((List<?>) value).stream().map(this::single).toList();
    }
    return single(value);
  }

  private Object single(Object value) {
    if (value instanceof Message message) {
      return read(message);
    }
    if (value instanceof EnumValueDescriptor constant) {
      ModelType type = model.types().get(types.get(constant.getType().getFullName()));
      for (Member member : type.members()) {
        if (numbers.get(member.id()) == constant.getNumber()) {
          return "constant " + member.id();
        }
      }
      return constant.getNumber() == 0 ? "constant 0" : "unknown";
    }
    return value;
  }
}
