package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.protogen.breaking.Types.Declared;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.Reserved;
import dev.grapnel.protogen.schema.SchemaDescriptors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes the numbers of .proto files over that were there before the model was. Things are matched
 * by protobuf name; what a .proto has and the model has not is reserved.
 */
public final class ProtoImport {

  private final Types existing;
  private final Diagnostics diagnostics;

  private ProtoImport(Types existing, Diagnostics diagnostics) {
    this.existing = existing;
    this.diagnostics = diagnostics;
  }

  /**
   * Matches a schema with existing files.
   *
   * @param existing the files, for example of {@link Published#folder}
   * @param wanted the schema that a model makes, its numbers not given yet
   * @param diagnostics told what does not match: errors where types, oneofs or annotated numbers
   *     disagree; warnings for what the model has not
   * @return numbers for each package of the schema that the files have, by its name
   */
  public static SortedMap<String, Imported> match(
      FileDescriptorSet existing, ProtoSchema wanted, Diagnostics diagnostics) {
    return new ProtoImport(new Types(existing), diagnostics).match(wanted);
  }

  private SortedMap<String, Imported> match(ProtoSchema wanted) {
    SortedMap<String, Imported> imported = new TreeMap<>();
    List<FileDescriptorProto> files = SchemaDescriptors.of(wanted);
    for (int i = 0; i < files.size(); i++) {
      ProtoPackage one = wanted.packages().get(i);
      if (existing.packages.containsKey(one.name())) {
        imported.put(one.name(), match(one, files.get(i)));
      }
    }
    return imported;
  }

  private Imported match(ProtoPackage one, FileDescriptorProto file) {
    SortedMap<String, SortedMap<String, Integer>> fields = new TreeMap<>();
    SortedMap<String, SortedMap<String, Integer>> values = new TreeMap<>();
    SortedMap<String, List<Reserved>> reserved = new TreeMap<>();
    for (int i = 0; i < one.messages().size(); i++) {
      ProtoMessage message = one.messages().get(i);
      String name = Types.join(one.name(), message.name());
      Declared<DescriptorProto> there = existing.messages.get(name);
      if (there != null) {
        ImportedNumbers numbers = new ImportedNumbers(name, there.file().getName(), diagnostics);
        numbers.fields(message, file.getMessageType(i), there.descriptor());
        fields.put(message.key(), numbers.given());
        numbers.reservedInto(reserved, message.key());
      }
    }
    for (ProtoEnum type : one.enums()) {
      String name = Types.join(one.name(), type.name());
      Declared<EnumDescriptorProto> there = existing.enums.get(name);
      if (there != null) {
        ImportedNumbers numbers = new ImportedNumbers(name, there.file().getName(), diagnostics);
        numbers.values(type, there.descriptor());
        values.put(type.key(), numbers.given());
        numbers.reservedInto(reserved, type.key());
      }
    }
    tellUnknownTypes(one);
    return new Imported(one.name(), fields, values, reserved);
  }

  /** What is nested is told of only if what is around it is known. */
  private void tellUnknownTypes(ProtoPackage one) {
    Set<String> known = new HashSet<>();
    one.messages().forEach(message -> known.add(Types.join(one.name(), message.name())));
    one.enums().forEach(type -> known.add(Types.join(one.name(), type.name())));
    SortedMap<String, Declared<?>> types = new TreeMap<>(existing.messages);
    types.putAll(existing.enums);
    types.forEach(
        (name, type) -> {
          boolean nestedInKnown = known.contains(type.scope());
          if (!known.contains(name) && (type.scope().equals(one.name()) || nestedInKnown)) {
            new Report(diagnostics, Set.of())
                .note(
                    type.file().getName(),
                    name,
                    nestedInKnown
                        ? "the model does not nest types, so its numbers are not taken over"
                        : "the model has no such type",
                    "Nothing keeps its name and numbers.",
                    "add the type to the model under this name, or let it go");
          }
        });
  }
}
