package dev.grapnel.protogen.template;

import dev.grapnel.protogen.schema.HttpRule;
import dev.grapnel.protogen.schema.ProtoField;
import org.jspecify.annotations.Nullable;

/** How the calls of a model look in HTTP, by AIP-127. */
final class AipPaths {

  private final Model model;
  private final HttpRules rules;
  private final String start;
  private final String collection;
  private final String parent;

  AipPaths(Model model, HttpRules rules) {
    this.model = model;
    this.rules = rules;
    String version = model.packageName().substring(model.packageName().lastIndexOf('.') + 1);
    start = version.matches("v[0-9][a-z0-9]*") ? "/" + version + "/" : "/";
    collection = Character.toLowerCase(model.plural().charAt(0)) + model.plural().substring(1);
    parent = model.parent().replaceAll("\\{[^}]*}", "*");
  }

  /** What names look like: <code>publishers/{publisher}/books/{book}</code>. */
  String nameComment() {
    String before = model.parent().isEmpty() ? "" : model.parent() + "/";
    return "Format: " + before + collection + "/{" + model.field() + "}";
  }

  private String pattern() {
    return (parent.isEmpty() ? "" : parent + "/") + collection + "/*";
  }

  private String all() {
    return start + (parent.isEmpty() ? "" : "{parent=" + parent + "}/") + collection;
  }

  private @Nullable HttpRule rule(String verb, String path, String body) {
    return rules == HttpRules.GOOGLE ? new HttpRule(verb, path, body) : null;
  }

  @Nullable HttpRule get() {
    return rule("get", start + "{name=" + pattern() + "}", "");
  }

  @Nullable HttpRule list() {
    return rule("get", all(), "");
  }

  @Nullable HttpRule stream() {
    return rule("get", all() + ":stream", "");
  }

  @Nullable HttpRule create() {
    return rule("post", all(), model.field());
  }

  /** A model that has a name is found by it, another one by its id. */
  @Nullable HttpRule update() {
    String id = model.id().map(ProtoField::name).orElse("id");
    String variable = model.field() + "." + id;
    String path =
        id.equals("name")
            ? "{" + variable + "=" + pattern() + "}"
            : pattern().substring(0, pattern().length() - 1) + "{" + variable + "}";
    return rule("patch", start + path, model.field());
  }

  @Nullable HttpRule delete() {
    return rule("delete", start + "{name=" + pattern() + "}", "");
  }
}
