package dev.grapnel.protogen.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.util.JsonFormat;
import dev.grapnel.protogen.corpus.Lossless;
import dev.grapnel.protogen.schema.SchemaDescriptors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** JSON by Jackson and JSON by protobuf are one, and nothing is lost on the way. */
class LosslessTest {

  private static final List<Class<?>> TYPES =
      List.of(
          Lossless.Numbers.class,
          Lossless.Boxes.class,
          Lossless.Optionals.class,
          Lossless.Texts.class,
          Lossless.Times.class,
          Lossless.Enumerated.class,
          Lossless.Lists.class,
          Lossless.Maps.class,
          Lossless.Names.class,
          Lossless.Snake.class,
          Lossless.Tree.class,
          Lossless.Pages.class,
          Lossless.Shapes.class,
          Lossless.Amounts.class);
  private static final ObjectMapper JACKSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .addModule(new SimpleModule().addAbstractTypeMapping(Set.class, LinkedHashSet.class))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .build();
  private static final FileDescriptor FILE = file();

  private static FileDescriptor file() {
    PackageNames packages = new PackageNames(Map.of(), "", "v1");
    GeneratedSchema made =
        GeneratedSchema.of(
            GeneratedSchema.classFiles(),
            TYPES.stream().map(Class::getName).toList(),
            new GeneratedSchema.Numbers(),
            new MappingOptions(packages, false, true));
    assertThat(made.hasErrors()).as(String.join("\n", made.findings())).isFalse();
    List<FileDescriptorProto> files = SchemaDescriptors.of(made.schema());
    assertThat(files).hasSize(1);
    FileDescriptor[] imports = {TimestampProto.getDescriptor(), DurationProto.getDescriptor()};
    try {
      return FileDescriptor.buildFrom(files.get(0), imports, true);
    } catch (DescriptorValidationException bad) {
      throw new AssertionError(bad);
    }
  }

  @Property(tries = 300)
  void randomInstancesAreTheSameInJacksonAndInProtobuf(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    Class<?> type = TYPES.get(random.nextInt(TYPES.size()));
    JsonNode written = JACKSON.valueToTree(new RandomRecords(random).make(type));
    Descriptor descriptor = FILE.findMessageTypeByName("Lossless" + type.getSimpleName());
    DynamicMessage.Builder parsed = DynamicMessage.newBuilder(descriptor);
    JsonFormat.parser().merge(written.toString(), parsed);
    DynamicMessage received = DynamicMessage.parseFrom(descriptor, parsed.build().toByteArray());
    JsonNode read =
        JACKSON.readTree(JsonFormat.printer().alwaysPrintFieldsWithNoPresence().print(received));
    assertThat(plain(read)).isEqualTo(plain(written));
    JsonNode again = JACKSON.valueToTree(JACKSON.treeToValue(read, type));
    assertThat(plain(again)).isEqualTo(plain(written));
  }

  /** Without null, which protobuf does not write; numbers as text, as protobuf writes long ones. */
  private static Object plain(JsonNode node) {
    if (node instanceof ObjectNode object) {
      Map<String, Object> fields = new TreeMap<>();
      object
          .properties()
          .forEach(
              field -> {
                if (!field.getValue().isNull()) {
                  fields.put(field.getKey(), plain(field.getValue()));
                }
              });
      return fields;
    }
    if (node instanceof ArrayNode array) {
      List<Object> items = new ArrayList<>();
      array.forEach(item -> items.add(plain(item)));
      return items;
    }
    return node.asText();
  }
}
