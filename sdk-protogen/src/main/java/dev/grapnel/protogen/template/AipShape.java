package dev.grapnel.protogen.template;

import static dev.grapnel.protogen.annotation.Resource.Operation.CREATE;
import static dev.grapnel.protogen.annotation.Resource.Operation.DELETE;
import static dev.grapnel.protogen.annotation.Resource.Operation.GET;
import static dev.grapnel.protogen.annotation.Resource.Operation.LIST;
import static dev.grapnel.protogen.annotation.Resource.Operation.STREAM;
import static dev.grapnel.protogen.annotation.Resource.Operation.UPDATE;

import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.ArrayList;
import java.util.List;

/** AIP-131 to AIP-135: resources have names, and are answered as they are. */
final class AipShape implements Shape {

  private final HttpRules rules;

  AipShape(HttpRules rules) {
    this.rules = rules;
  }

  @Override
  public MadeService make(Model model) {
    Calls calls = new Calls(model);
    Fields fields = new Fields(model.message().origin());
    AipPaths paths = new AipPaths(model, rules);
    if (model.does(GET)) {
      String name = "Get" + model.name();
      ProtoType request =
          calls.request(GET, name + "Request", List.of(fields.text("name", paths.nameComment())));
      calls.call(GET, name, request, model.type(), paths.get());
    }
    if (model.does(LIST)) {
      list(model, calls, fields, paths);
    }
    if (model.does(CREATE)) {
      create(model, calls, fields, paths);
    }
    if (model.updates()) {
      String name = "Update" + model.name();
      ProtoField mask = fields.one("update_mask", Fields.FIELD_MASK);
      ProtoType request =
          calls.request(
              UPDATE, name + "Request", List.of(StandardShape.whole(model, fields), mask));
      calls.call(UPDATE, name, request, model.type(), paths.update());
    }
    if (model.does(DELETE)) {
      String name = "Delete" + model.name();
      List<ProtoField> asked = new ArrayList<>(List.of(fields.text("name", paths.nameComment())));
      if (model.message().fields().stream().anyMatch(field -> field.name().equals("etag"))) {
        asked.add(fields.text("etag"));
      }
      ProtoType request = calls.request(DELETE, name + "Request", asked);
      calls.call(DELETE, name, request, Fields.EMPTY, paths.delete());
    }
    if (model.does(STREAM)) {
      stream(model, calls, fields, paths);
    }
    return calls.made(null);
  }

  private static void list(Model model, Calls calls, Fields fields, AipPaths paths) {
    String name = "List" + model.plural();
    List<ProtoField> asked = parent(model, fields);
    asked.addAll(
        List.of(
            fields.number("page_size"),
            fields.text("page_token"),
            fields.text("filter"),
            fields.text("order_by"),
            fields.number("skip")));
    ProtoType request = calls.request(LIST, name + "Request", asked);
    ProtoType response =
        calls.response(
            LIST,
            name + "Response",
            List.of(
                StandardShape.many(model, fields),
                fields.text("next_page_token"),
                fields.number("total_size")));
    calls.call(LIST, name, request, response, paths.list());
  }

  private static void stream(Model model, Calls calls, Fields fields, AipPaths paths) {
    String name = "Stream" + model.plural();
    List<ProtoField> asked = parent(model, fields);
    asked.addAll(List.of(fields.text("filter"), fields.text("order_by")));
    ProtoType request = calls.request(STREAM, name + "Request", asked);
    calls.call(STREAM, name, request, model.type(), paths.stream());
  }

  private static void create(Model model, Calls calls, Fields fields, AipPaths paths) {
    String name = "Create" + model.name();
    List<ProtoField> asked = parent(model, fields);
    asked.add(Fields.named(fields.text("modelId"), model.field() + "_id"));
    asked.add(StandardShape.whole(model, fields));
    ProtoType request = calls.request(CREATE, name + "Request", asked);
    calls.call(CREATE, name, request, model.type(), paths.create());
  }

  private static List<ProtoField> parent(Model model, Fields fields) {
    List<ProtoField> first = new ArrayList<>();
    if (!model.parent().isEmpty()) {
      first.add(fields.text("parent", "Format: " + model.parent()));
    }
    return first;
  }
}
