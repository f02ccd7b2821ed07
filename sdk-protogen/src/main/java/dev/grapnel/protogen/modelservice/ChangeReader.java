package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.grapnel.protogen.modelservice.conversion.ModelConverter;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads models of requests: new ones, and changes of those that are there. */
final class ChangeReader<T> {

  private static final String MASK = "update_mask";
  private static final String CONTROLLER_MASK = "_partial_update_fields";

  private final ModelSerializer<T> serializer;
  private final ModelPlace place;
  private final Descriptor message;
  private final ModelConverter<T> converter;
  private final @Nullable FieldDescriptor chosenId;
  private final @Nullable FieldDescriptor mask;
  private final @Nullable FieldDescriptor controllerMask;

  ChangeReader(ModelSerializer<T> serializer, Descriptor request) {
    this.serializer = serializer;
    this.place = ModelPlace.in(request, serializer.message());
    this.message = place.type(request);
    this.converter = serializer.converter(message);
    this.chosenId = chosenId(request);
    this.mask = request.findFieldByName(MASK);
    this.controllerMask = request.findFieldByName(CONTROLLER_MASK);
    if (!converter.isReadable()) {
      throw new IllegalArgumentException(
          serializer.model().getName()
              + " cannot be made of a message: it needs to be a record, or to have a constructor"
              + " without parameters");
    }
  }

  ModelPlace place() {
    return place;
  }

  Descriptor message() {
    return message;
  }

  /** AIP-133: the id of a new model stands beside it, as text. */
  private @Nullable FieldDescriptor chosenId(Descriptor request) {
    FieldDescriptor field =
        place.field().map(each -> request.findFieldByName(each.getName() + "_id")).orElse(null);
    boolean isText = field != null && field.getJavaType() == FieldDescriptor.JavaType.STRING;
    return isText ? field : null;
  }

  /** A new model: its id is taken if it is there, read-only properties are not. */
  T create(Message request) {
    Message wanted = place.get(request);
    FieldDescriptor parent = request.getDescriptorForType().findFieldByName(Refusals.PARENT);
    if (place.field().isPresent() && parent != null && !"".equals(request.getField(parent))) {
      throw Refusals.invalid(Refusals.PARENT, Refusals.NO_PARENTS);
    }
    FieldDescriptor id =
        message.findFieldByName(converter.fields().getOrDefault(serializer.id(), ""));
    if (chosenId != null && id != null) {
      String text = (String) request.getField(chosenId);
      wanted = text.isEmpty() ? wanted : withId(wanted, id, chosenId.getName(), text);
    }
    return read(wanted, null, serializer::isWritable);
  }

  private Message withId(Message model, FieldDescriptor id, String place, String text) {
    Object value =
        Refusals.reading(place, () -> serializer.converter().literal(serializer.id()).apply(text));
    boolean isText = id.getJavaType() == FieldDescriptor.JavaType.STRING;
    return model.toBuilder().setField(id, isText ? text : value).build();
  }

  /** What the request says shall become of a model. */
  UnaryOperator<T> change(Message request) {
    Message wanted = place.get(request);
    if (mask != null) {
      Message given = (Message) request.getField(mask);
      List<?> paths = (List<?>) given.getField(given.getDescriptorForType().findFieldByNumber(1));
      if (paths.isEmpty()) {
        return some(wanted, FieldPaths.populated(wanted));
      }
      return paths.equals(List.of(FieldPaths.ALL))
          ? all(wanted)
          : some(wanted, FieldPaths.of(paths, message, MASK));
    }
    if (controllerMask != null) {
      List<?> names = (List<?>) request.getField(controllerMask);
      return some(wanted, FieldPaths.of(names, message, CONTROLLER_MASK));
    }
    return all(wanted);
  }

  private UnaryOperator<T> all(Message wanted) {
    return before -> read(wanted, before, this::isChangeable);
  }

  private UnaryOperator<T> some(Message wanted, FieldPaths paths) {
    Map<String, String> fields = converter.fields();
    return before -> {
      Message.Builder merged = wanted.newBuilderForType();
      converter.write(before, merged);
      paths.copy(wanted, merged);
      return read(
          merged.build(),
          before,
          property -> isChangeable(property) && paths.touch(fields.getOrDefault(property, "")));
    };
  }

  private boolean isChangeable(String property) {
    return serializer.isWritable(property) && !property.equals(serializer.id());
  }

  private T read(Message from, @Nullable T before, Predicate<String> wanted) {
    return Refusals.reading(place.prefix(), () -> converter.read(from, before, wanted));
  }
}
