package dev.grapnel.protogen.service;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.mapping.MessagePlace;
import dev.grapnel.protogen.mapping.ModelMapper;
import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaParameter;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the requests and responses of one service. */
final class MessageWriter {

  private static final String FIELD = dev.grapnel.protogen.annotation.ProtoField.class.getName();
  private static final String MESSAGE =
      dev.grapnel.protogen.annotation.ProtoMessage.class.getName();

  /** The service that they are made for. */
  record Place(String packageName, String serviceName, String serviceKey) {}

  private final Place place;
  private final ClassSource classes;
  private final ModelMapper mapper;
  private final MessageNames names;
  private final Diagnostics diagnostics;
  private final List<ProtoMessage> messages = new ArrayList<>();

  MessageWriter(
      Place place,
      ClassSource classes,
      ModelMapper mapper,
      MessageNames names,
      Diagnostics diagnostics) {
    this.place = place;
    this.classes = classes;
    this.mapper = mapper;
    this.names = names;
    this.diagnostics = diagnostics;
  }

  List<ProtoMessage> messages() {
    return messages;
  }

  ProtoType request(ServiceMethod method, Call call) {
    if (call.streamed().isPresent()) {
      return value(method, "Request", call.streamed().get(), Annotations.NONE);
    }
    if (call.parameters().size() == 1) {
      Optional<ProtoType> whole = asItIs(method, "Request", call.parameters().get(0).type());
      if (whole.isPresent()) {
        return whole.get();
      }
    }
    MessagePlace message = messagePlace(method, "Request");
    return add(message, parameters(method, call.parameters(), message), method);
  }

  ProtoType response(ServiceMethod method, Call call) {
    return value(method, "Response", call.response(), method.method().annotations());
  }

  private List<ProtoField> parameters(
      ServiceMethod method, List<JavaParameter> parameters, MessagePlace message) {
    List<ProtoField> fields = new ArrayList<>();
    for (JavaParameter parameter : parameters) {
      Optional<String> name = name(parameter);
      if (name.isEmpty()) {
        diagnostics.add(
            method
                .origin()
                .finding(
                    Code.NO_PARAMETER_NAMES,
                    "the class file does not tell the names of its parameters",
                    "They are the names of the request's fields.",
                    "compile with -parameters, read sources, or annotate with @ProtoField(name ="
                        + " \"…\")"));
        continue;
      }
      ProtoField field =
          mapper.field(
              name.get(), parameter.type(), parameter.annotations(), message, method.origin());
      if (field != null) {
        fields.add(field);
      }
    }
    checkNames(fields);
    return fields;
  }

  private static Optional<String> name(JavaParameter parameter) {
    return parameter.name() != null
        ? Optional.of(parameter.name())
        : parameter.annotations().find(FIELD).flatMap(one -> one.text("name"));
  }

  private void checkNames(List<ProtoField> fields) {
    Map<String, ProtoField> seen = new HashMap<>();
    for (ProtoField field : fields) {
      ProtoField other = seen.putIfAbsent(FieldNames.jsonName(field.name()), field);
      if (other != null) {
        diagnostics.add(
            field
                .origin()
                .finding(
                    Code.JSON_NAME_CLASH,
                    "it shares its JSON name with " + other.origin().subject(),
                    "protoc refuses this.",
                    "annotate one of them with @ProtoField(name = \"…\")"));
      }
    }
  }

  /** A message with one value, or with nothing. */
  private ProtoType value(
      ServiceMethod method, String suffix, JavaType type, Annotations annotations) {
    Optional<ProtoType> whole = asItIs(method, suffix, type);
    if (whole.isPresent()) {
      return whole.get();
    }
    MessagePlace message = messagePlace(method, suffix);
    if (StreamTypes.isVoid(type)) {
      return add(message, List.of(), method);
    }
    ProtoField field = mapper.field("value", type, annotations, message, method.origin());
    return add(
        message, field == null ? List.of() : List.of(ValueNames.named(field, mapper)), method);
  }

  private ProtoType add(MessagePlace message, List<ProtoField> fields, ServiceMethod method) {
    messages.add(
        new ProtoMessage(
            message.key(), message.name(), fields, List.of(), List.of(), null, method.origin()));
    return new ProtoType.MessageOf(message.key());
  }

  private MessagePlace messagePlace(ServiceMethod method, String suffix) {
    String kind = suffix.equals("Request") ? "request:" : "response:";
    return new MessagePlace(
        place.packageName(),
        names.take(place.packageName(), choices(method, suffix)),
        kind + place.serviceKey() + "#" + method.key());
  }

  /** The names that buf's rules allow. */
  private List<String> choices(ServiceMethod method, String suffix) {
    String shortName = method.rpc() + suffix;
    return List.of(shortName, place.serviceName() + shortName);
  }

  /** A message that is called as the request or response would be is used, and not wrapped. */
  private Optional<ProtoType> asItIs(ServiceMethod method, String suffix, JavaType type) {
    List<String> choices = choices(method, suffix);
    if (!(type instanceof JavaType.Named named) || !choices.contains(called(named))) {
      return Optional.empty();
    }
    ProtoType mapped = mapper.add(named, method.origin());
    if (mapped instanceof ProtoType.External external) {
      String name = StreamTypes.simpleName(external.fullName());
      return take(name, external.fullName(), choices) ? Optional.of(mapped) : Optional.empty();
    }
    return mapped == null
        ? Optional.empty()
        : mapper
            .message(mapped)
            .filter(message -> take(message.name(), message.key(), choices))
            .map(message -> mapped);
  }

  private boolean take(String name, String key, List<String> choices) {
    return choices.contains(name) && names.takeMessage(place.packageName(), name, key);
  }

  /** What a class seems to be called as a message; the mapper knows for sure. */
  private String called(JavaType.Named type) {
    return classes
        .find(type.className())
        .flatMap(found -> found.annotations().find(MESSAGE))
        .flatMap(one -> one.text("name"))
        .orElse(StreamTypes.simpleName(type.className()));
  }
}
