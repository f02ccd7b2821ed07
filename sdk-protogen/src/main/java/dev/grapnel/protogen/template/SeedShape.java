package dev.grapnel.protogen.template;

import static dev.grapnel.protogen.annotation.Resource.Operation.CREATE;
import static dev.grapnel.protogen.annotation.Resource.Operation.DELETE;
import static dev.grapnel.protogen.annotation.Resource.Operation.GET;
import static dev.grapnel.protogen.annotation.Resource.Operation.LIST;
import static dev.grapnel.protogen.annotation.Resource.Operation.STREAM;
import static dev.grapnel.protogen.annotation.Resource.Operation.UPDATE;

import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.List;

/** Requests have the fields that are asked for, responses are the model. */
final class SeedShape implements Shape {

  @Override
  public MadeService make(Model model) {
    Calls calls = new Calls(model);
    String name = model.name();
    if (model.does(GET)) {
      ProtoType request = calls.request(GET, "Get" + name + "Request", StandardShape.id(model));
      calls.plain(GET, "Get" + name, request, model.type());
    }
    if (model.does(LIST)) {
      list(model, calls);
    }
    if (model.does(CREATE)) {
      ProtoType request =
          calls.request(CREATE, "Create" + name + "Request", Fields.copies(model.given()));
      calls.plain(CREATE, "Create" + name, request, model.type());
    }
    if (model.updates()) {
      ProtoType request =
          calls.request(UPDATE, "Update" + name + "Request", Fields.copies(model.written()));
      calls.plain(UPDATE, "Update" + name, request, model.type());
    }
    if (model.does(STREAM)) {
      String call = "Stream" + model.plural();
      ProtoType request = calls.request(STREAM, call + "Request", List.of());
      calls.plain(STREAM, call, request, model.type());
    }
    if (model.does(DELETE)) {
      ProtoType request =
          calls.request(DELETE, "Delete" + name + "Request", StandardShape.id(model));
      // One for all services of a package: equal messages of one key.
      ProtoType empty = calls.message("empty:" + model.packageName(), "Empty", List.of());
      calls.plain(DELETE, "Delete" + name, request, empty);
    }
    return calls.made(null);
  }

  private static void list(Model model, Calls calls) {
    Fields fields = new Fields(model.message().origin());
    String call = "List" + model.plural();
    ProtoType request =
        calls.request(
            LIST, call + "Request", List.of(fields.number("page_size"), fields.text("page_token")));
    ProtoType response =
        calls.response(
            LIST,
            call + "Response",
            List.of(StandardShape.many(model, fields), fields.text("next_page_token")));
    calls.plain(LIST, call, request, response);
  }
}
