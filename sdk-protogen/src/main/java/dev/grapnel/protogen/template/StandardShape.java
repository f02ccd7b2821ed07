package dev.grapnel.protogen.template;

import static dev.grapnel.protogen.annotation.Resource.Operation.CREATE;
import static dev.grapnel.protogen.annotation.Resource.Operation.DELETE;
import static dev.grapnel.protogen.annotation.Resource.Operation.GET;
import static dev.grapnel.protogen.annotation.Resource.Operation.LIST;
import static dev.grapnel.protogen.annotation.Resource.Operation.STREAM;
import static dev.grapnel.protogen.annotation.Resource.Operation.UPDATE;

import dev.grapnel.protogen.annotation.Resource.Operation;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.ProtoField;
import java.util.List;

/** Each call has a request and a response of its own, so that both can grow. */
final class StandardShape implements Shape {

  @Override
  public MadeService make(Model model) {
    Calls calls = new Calls(model);
    Fields fields = new Fields(model.message().origin());
    ProtoField whole = whole(model, fields);
    if (model.does(GET)) {
      add(calls, GET, "Get" + model.name(), id(model), List.of(whole));
    }
    if (model.does(LIST)) {
      add(
          calls,
          LIST,
          "List" + model.plural(),
          List.of(fields.number("page_size"), fields.text("page_token")),
          List.of(many(model, fields), fields.text("next_page_token")));
    }
    if (model.does(CREATE)) {
      add(calls, CREATE, "Create" + model.name(), List.of(whole), List.of(whole));
    }
    if (model.updates()) {
      List<ProtoField> request = List.of(whole, fields.one("update_mask", Fields.FIELD_MASK));
      add(calls, UPDATE, "Update" + model.name(), request, List.of(whole));
    }
    if (model.does(DELETE)) {
      add(calls, DELETE, "Delete" + model.name(), id(model), List.of());
    }
    if (model.does(STREAM)) {
      add(calls, STREAM, "Stream" + model.plural(), List.of(), List.of(whole));
    }
    return calls.made(null);
  }

  private static void add(
      Calls calls,
      Operation operation,
      String name,
      List<ProtoField> request,
      List<ProtoField> response) {
    calls.call(
        operation,
        name,
        calls.request(operation, name + "Request", request),
        calls.response(operation, name + "Response", response),
        null);
  }

  static List<ProtoField> id(Model model) {
    return model.id().map(Fields::id).stream().toList();
  }

  /** The model as a field; the lock knows it by its part, the name is the model's. */
  static ProtoField whole(Model model, Fields fields) {
    return Fields.named(fields.one("model", model.type()), model.field());
  }

  /** Several of the model as a field. */
  static ProtoField many(Model model, Fields fields) {
    ProtoField many = fields.make("models", model.type(), Cardinality.REPEATED, null);
    return Fields.named(many, FieldNames.snake(model.plural()));
  }
}
