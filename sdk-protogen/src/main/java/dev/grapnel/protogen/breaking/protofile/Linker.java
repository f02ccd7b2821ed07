package dev.grapnel.protogen.breaking.protofile;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.SourceLocation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replaces type names as written by full ones, and tells messages from enums. */
final class Linker {

  private final Map<String, FileDescriptorProto> files;
  private final Map<String, FileDescriptorProto> libraries;
  private final Diagnostics diagnostics;

  Linker(
      Map<String, FileDescriptorProto> files,
      Map<String, FileDescriptorProto> libraries,
      Diagnostics diagnostics) {
    this.files = files;
    this.libraries = libraries;
    this.diagnostics = diagnostics;
  }

  FileDescriptorProto link(FileDescriptorProto file) {
    return new OfFile(file).link();
  }

  private @Nullable FileDescriptorProto find(String path) {
    FileDescriptorProto file = files.get(path);
    return file != null ? file : libraries.get(path);
  }

  private final class OfFile {

    private final FileDescriptorProto.Builder file;
    private final Symbols symbols = new Symbols();

    OfFile(FileDescriptorProto file) {
      this.file = file.toBuilder();
      symbols.add(file);
      file.getDependencyList().forEach(this::see);
    }

    /** A file sees what it imports, and what that imports publicly. */
    private void see(String path) {
      FileDescriptorProto imported = find(path);
      if (imported != null && symbols.add(imported)) {
        imported
            .getPublicDependencyList()
            .forEach(index -> see(imported.getDependency(index.intValue())));
      }
    }

    FileDescriptorProto link() {
      String scope = file.getPackage();
      file.getMessageTypeBuilderList().forEach(message -> link(scope, message));
      for (ServiceDescriptorProto.Builder service : file.getServiceBuilderList()) {
        String name = Symbols.join(scope, service.getName());
        for (MethodDescriptorProto.Builder method : service.getMethodBuilderList()) {
          String subject = name + "." + method.getName();
          method.setInputType(message(name, subject, method.getInputType()));
          method.setOutputType(message(name, subject, method.getOutputType()));
        }
      }
      return file.build();
    }

    private void link(String scope, DescriptorProto.Builder message) {
      String name = Symbols.join(scope, message.getName());
      for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
        if (field.hasTypeName()) {
          Symbols.Found found = symbols.find(name, field.getTypeName());
          if (found == null) {
            unknown(Symbols.join(name, field.getName()), field.getTypeName());
          } else {
            field.setTypeName("." + found.fullName());
            field.setType(
                found.kind() == Symbols.Kind.ENUM
                    ? FieldDescriptorProto.Type.TYPE_ENUM
                    : FieldDescriptorProto.Type.TYPE_MESSAGE);
          }
        }
      }
      message.getNestedTypeBuilderList().forEach(nested -> link(name, nested));
    }

    private String message(String scope, String subject, String written) {
      Symbols.Found found = symbols.find(scope, written);
      if (found == null || found.kind() != Symbols.Kind.MESSAGE) {
        unknown(subject, written);
        return written;
      }
      return "." + found.fullName();
    }

    private void unknown(String subject, String written) {
      List<String> missing =
          file.getDependencyList().stream().filter(path -> find(path) == null).limit(5).toList();
      diagnostics.add(
          new Diagnostic(
              Code.PUBLISHED_UNREADABLE,
              new SourceLocation(file.getName(), 0),
              subject,
              "the type " + written + " is not found",
              missing.isEmpty()
                  ? "No file that is imported declares it."
                  : "These imports are neither among the files nor on the class path: "
                      + String.join(", ", missing)
                      + ".",
              "give the folder that imports are relative to, with all that is imported"));
    }
  }
}
