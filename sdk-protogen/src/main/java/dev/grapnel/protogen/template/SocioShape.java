package dev.grapnel.protogen.template;

import static dev.grapnel.protogen.annotation.Resource.Operation.CREATE;
import static dev.grapnel.protogen.annotation.Resource.Operation.DELETE;
import static dev.grapnel.protogen.annotation.Resource.Operation.GET;
import static dev.grapnel.protogen.annotation.Resource.Operation.LIST;
import static dev.grapnel.protogen.annotation.Resource.Operation.PARTIAL_UPDATE;
import static dev.grapnel.protogen.annotation.Resource.Operation.STREAM;
import static dev.grapnel.protogen.annotation.Resource.Operation.UPDATE;

import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.ArrayList;
import java.util.List;

/**
 * What django-socio-grpc makes: a controller, with a message for what is written and one for what
 * is told. The latter takes the place of the model's own, so that others refer to it.
 */
final class SocioShape implements Shape {

  /** None of these rules can hold in this shape; on the service, they count for its calls. */
  private static final String SERVICE_IGNORES =
      """
      buf:lint:ignore RPC_REQUEST_RESPONSE_UNIQUE
      buf:lint:ignore RPC_REQUEST_STANDARD_NAME
      buf:lint:ignore RPC_RESPONSE_STANDARD_NAME
      buf:lint:ignore SERVICE_SUFFIX""";

  private static final String FIELD_IGNORES = "buf:lint:ignore FIELD_LOWER_SNAKE_CASE";

  @Override
  public MadeService make(Model model) {
    Calls calls = new Calls(model);
    Fields fields = new Fields(model.message().origin());
    String name = model.name();
    ProtoType told = calls.add(told(model));
    ProtoType written = writes(model) ? calls.add(written(model, calls)) : told;
    if (model.does(CREATE)) {
      calls.call(CREATE, "Create", written, told, null);
    }
    if (model.does(DELETE)) {
      ProtoType request = calls.request(DELETE, name + "DestroyRequest", StandardShape.id(model));
      calls.call(DELETE, "Destroy", request, Fields.EMPTY, null);
    }
    if (model.does(LIST)) {
      ProtoField results = fields.make("results", told, Cardinality.REPEATED, null);
      calls.call(
          LIST,
          "List",
          calls.request(LIST, name + "ListRequest", query(fields)),
          calls.response(LIST, name + "ListResponse", List.of(results, fields.number("count"))),
          null);
    }
    if (model.does(PARTIAL_UPDATE)) {
      ProtoType request = calls.add(partial(model, calls, fields));
      calls.call(PARTIAL_UPDATE, "PartialUpdate", request, told, null);
    }
    if (model.does(GET)) {
      ProtoType request = calls.request(GET, name + "RetrieveRequest", StandardShape.id(model));
      calls.call(GET, "Retrieve", request, told, null);
    }
    if (model.does(STREAM)) {
      ProtoType request = calls.request(STREAM, name + "StreamRequest", query(fields));
      calls.call(STREAM, "Stream", request, told, null);
    }
    if (model.does(UPDATE)) {
      calls.call(UPDATE, "Update", written, told, null);
    }
    return calls.made(SERVICE_IGNORES);
  }

  private static boolean writes(Model model) {
    return model.does(CREATE) || model.does(UPDATE);
  }

  private static ProtoMessage told(Model model) {
    ProtoMessage message = model.message();
    return new ProtoMessage(
        message.key(),
        model.name() + "Response",
        model.told(),
        message.reserved(),
        message.formerly(),
        message.comment(),
        message.origin());
  }

  private static ProtoMessage written(Model model, Calls calls) {
    return calls.draft(
        requestKey(model),
        model.name() + "Request",
        writtenFields(model),
        model.message().comment());
  }

  private static ProtoMessage partial(Model model, Calls calls, Fields fields) {
    List<ProtoField> all = new ArrayList<>(writtenFields(model));
    all.add(
        fields.make(
            "_partial_update_fields",
            new ProtoType.Scalar(ScalarType.STRING),
            Cardinality.REPEATED,
            FIELD_IGNORES));
    return calls.draft(
        "request:" + model.message().key() + "#partialUpdate",
        model.name() + "PartialUpdateRequest",
        all,
        model.message().comment());
  }

  private static String requestKey(Model model) {
    return "request:" + model.message().key();
  }

  /** A model that holds itself is written as it is asked for, all the way down. */
  private static List<ProtoField> writtenFields(Model model) {
    return model.written().stream()
        .map(field -> Fields.copy(field, writtenType(model, field.type())))
        .toList();
  }

  private static ProtoType writtenType(Model model, ProtoType type) {
    if (type instanceof ProtoType.MapOf map) {
      return new ProtoType.MapOf(map.key(), writtenType(model, map.value()));
    }
    return writes(model) && type.equals(model.type())
        ? new ProtoType.MessageOf(requestKey(model))
        : type;
  }

  private static List<ProtoField> query(Fields fields) {
    return List.of(
        fields.make("_filters", Fields.STRUCT, Cardinality.OPTIONAL, FIELD_IGNORES),
        fields.make("_pagination", Fields.STRUCT, Cardinality.OPTIONAL, FIELD_IGNORES));
  }
}
