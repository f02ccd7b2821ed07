package dev.grapnel.protogen.breaking.protofile;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumConstantElement;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import com.squareup.wire.schema.internal.parser.RpcElement;
import com.squareup.wire.schema.internal.parser.ServiceElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.SourceLocation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kotlin.ranges.IntRange;

/** Turns what Wire read of a file into a descriptor, whose type names are as written. */
final class WireFile {

  /** What Wire takes {@code max} for, in enums as well. */
  private static final int MAX_FIELD = 536_870_911;

  private static final int MAX_MESSAGE = 300;
  private static final Pattern SYNTAX_ERROR =
      Pattern.compile("Syntax error in .*?:(\\d{1,9}):(\\d{1,9}): (.*)", Pattern.DOTALL);

  private WireFile() {}

  /** Parses a file; what is wrong with it is told as findings. */
  static Optional<FileDescriptorProto> read(String path, String text, Diagnostics diagnostics) {
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      ProtoFileElement file =
          new ProtoParser(Location.get(path), Comments.blank(withoutMark).toCharArray())
              .readProtoFile();
      return Optional.of(file(path, file, diagnostics));
    } catch (IllegalStateException | IllegalArgumentException bad) {
      diagnostics.add(unreadable(path, String.valueOf(bad.getMessage())));
    } catch (StackOverflowError tooDeep) {
      diagnostics.add(unreadable(path, "blocks are nested too deeply"));
    }
    return Optional.empty();
  }

  private static Diagnostic unreadable(String path, String message) {
    Matcher error = SYNTAX_ERROR.matcher(message);
    boolean placed = error.matches();
    String problem = placed ? error.group(3) : message;
    boolean edition = problem.startsWith("edition ");
    return new Diagnostic(
        Code.PUBLISHED_UNREADABLE,
        new SourceLocation(path, placed ? Integer.parseInt(error.group(1)) : 0),
        path,
        edition
            ? "files with an edition cannot be read"
            : problem.substring(0, Math.min(problem.length(), MAX_MESSAGE)),
        "What is not read cannot be compared.",
        edition
            ? "give a descriptor set in a jar, or the .proto files with proto3"
            : "mend the file; protoc tells more about it");
  }

  private static FileDescriptorProto file(
      String path, ProtoFileElement read, Diagnostics diagnostics) {
    FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder().setName(path);
    boolean proto3 = read.getSyntax() == Syntax.PROTO_3;
    if (proto3) {
      file.setSyntax("proto3");
    }
    if (read.getPackageName() != null) {
      file.setPackage(read.getPackageName());
    }
    file.addAllDependency(read.getImports());
    for (String imported : read.getPublicImports()) {
      file.addPublicDependency(file.getDependencyCount()).addDependency(imported);
    }
    file.addAllDependency(read.getWeakImports());
    WireMessage messages = new WireMessage(path, proto3, diagnostics);
    for (TypeElement type : read.getTypes()) {
      if (type instanceof MessageElement message) {
        file.addMessageType(messages.message(message));
      } else if (type instanceof EnumElement element) {
        file.addEnumType(enumeration(element));
      }
    }
    messages.extensions(read.getExtendDeclarations());
    read.getServices().forEach(service -> file.addService(service(service)));
    if (WireOptions.any(read.getOptions())) {
      WireOptions.set(read.getOptions(), file.getOptionsBuilder());
    }
    return file.build();
  }

  static EnumDescriptorProto enumeration(EnumElement read) {
    EnumDescriptorProto.Builder type = EnumDescriptorProto.newBuilder().setName(read.getName());
    for (EnumConstantElement constant : read.getConstants()) {
      var value = type.addValueBuilder().setName(constant.getName()).setNumber(constant.getTag());
      if (WireOptions.any(constant.getOptions())) {
        WireOptions.set(constant.getOptions(), value.getOptionsBuilder());
      }
    }
    for (Object reserved : values(read)) {
      if (reserved instanceof String name) {
        type.addReservedName(name);
      } else if (reserved instanceof Integer number) {
        type.addReservedRange(EnumReservedRange.newBuilder().setStart(number).setEnd(number));
      } else if (reserved instanceof IntRange range) {
        int last = range.getLast() == MAX_FIELD ? Integer.MAX_VALUE : range.getLast();
        type.addReservedRange(
            EnumReservedRange.newBuilder().setStart(range.getFirst()).setEnd(last));
      }
    }
    if (WireOptions.any(read.getOptions())) {
      WireOptions.set(read.getOptions(), type.getOptionsBuilder());
    }
    return type.build();
  }

  private static List<Object> values(EnumElement read) {
    return read.getReserveds().stream().flatMap(one -> one.getValues().stream()).toList();
  }

  private static ServiceDescriptorProto service(ServiceElement read) {
    ServiceDescriptorProto.Builder service =
        ServiceDescriptorProto.newBuilder().setName(read.getName());
    for (RpcElement rpc : read.getRpcs()) {
      MethodDescriptorProto.Builder method =
          service
              .addMethodBuilder()
              .setName(rpc.getName())
              .setInputType(rpc.getRequestType())
              .setOutputType(rpc.getResponseType());
      if (rpc.getRequestStreaming()) {
        method.setClientStreaming(true);
      }
      if (rpc.getResponseStreaming()) {
        method.setServerStreaming(true);
      }
      if (WireOptions.any(rpc.getOptions())) {
        WireOptions.set(rpc.getOptions(), method.getOptionsBuilder());
      }
    }
    if (WireOptions.any(read.getOptions())) {
      WireOptions.set(read.getOptions(), service.getOptionsBuilder());
    }
    return service.build();
  }
}
