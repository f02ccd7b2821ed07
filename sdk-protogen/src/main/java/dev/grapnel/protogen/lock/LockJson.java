package dev.grapnel.protogen.lock;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Makes JSON of what a lock holds. */
final class LockJson {

  static final String SUM = "sum";

  /** How many hexadecimal digits of the hash are kept: two edits meet once in 2^32. */
  private static final int SUM_LENGTH = 16;

  private LockJson() {}

  static JsonObject lock(Lock lock) {
    JsonObject json = new JsonObject();
    json.addProperty("format", Lock.FORMAT);
    json.addProperty("package", lock.packageName());
    json.add("wire", wire(lock.wire()));
    json.add("messages", types(lock.messages().active(), "fields"));
    json.add("enums", types(lock.enums().active(), "values"));
    json.add("services", services(lock.services().active()));
    JsonObject retired = new JsonObject();
    retired.add("messages", types(lock.messages().retired(), "fields"));
    retired.add("enums", types(lock.enums().retired(), "values"));
    retired.add("services", services(lock.services().retired()));
    json.add("retired", retired);
    json.addProperty(SUM, hash(blocks(json)));
    return json;
  }

  /** The names of all blocks: one that is taken out of the file is missed. */
  private static String blocks(JsonObject lock) {
    StringBuilder names = new StringBuilder(lock.get("package").getAsString());
    for (JsonObject around : List.of(lock, lock.getAsJsonObject("retired"))) {
      for (String section : List.of("messages", "enums", "services")) {
        names.append('\n').append(section);
        around.getAsJsonObject(section).keySet().forEach(name -> names.append(' ').append(name));
      }
    }
    return names.toString();
  }

  static JsonObject wire(Map<String, String> options) {
    JsonObject json = new JsonObject();
    options.forEach(json::addProperty);
    return options.isEmpty() ? json : summed("wire", json);
  }

  private static JsonObject types(Map<String, LockedType> types, String entries) {
    JsonObject json = new JsonObject();
    types.forEach((key, type) -> json.add(key, type(key, type, entries)));
    return json;
  }

  private static JsonObject services(Map<String, LockedService> services) {
    JsonObject json = new JsonObject();
    services.forEach((key, service) -> json.add(key, service(key, service)));
    return json;
  }

  /** A block; its key is told where it stands under another. */
  static JsonObject type(String under, LockedType type, String entries) {
    JsonObject json = new JsonObject();
    text(json, "key", under.equals(type.key()) ? "" : type.key());
    text(json, "proto", type.name());
    text(json, "asked", type.asked());
    texts(json, type.was());
    json.addProperty("next", type.next());
    JsonObject members = new JsonObject();
    type.entries().forEach((key, entry) -> members.add(key, entry(key, entry)));
    json.add(entries, members);
    JsonArray reserved = new JsonArray();
    type.reserved().forEach(entry -> reserved.add(entry("", entry)));
    json.add("reserved", reserved);
    return summed(type.key(), json);
  }

  private static JsonObject entry(String under, LockedEntry entry) {
    JsonObject json = new JsonObject();
    text(json, "asked", entry.asked());
    text(json, "c", entry.cardinality());
    text(json, "form", entry.form());
    text(json, "json", entry.json());
    text(json, "key", under.equals(entry.key()) ? "" : entry.key());
    json.addProperty("n", entry.number());
    text(json, "name", entry.name());
    text(json, "oneof", entry.oneof());
    text(json, "t", entry.type());
    texts(json, entry.was());
    return json;
  }

  static JsonObject service(String under, LockedService service) {
    JsonObject json = new JsonObject();
    text(json, "key", under.equals(service.key()) ? "" : service.key());
    text(json, "proto", service.name());
    text(json, "asked", service.asked());
    texts(json, service.was());
    JsonObject rpcs = new JsonObject();
    service.rpcs().forEach((key, rpc) -> rpcs.add(key, rpc(key, rpc)));
    json.add("rpcs", rpcs);
    JsonArray reserved = new JsonArray();
    service.reserved().forEach(rpc -> reserved.add(rpc("", rpc)));
    json.add("reserved", reserved);
    return summed(service.key(), json);
  }

  private static JsonObject rpc(String under, LockedRpc rpc) {
    JsonObject json = new JsonObject();
    text(json, "asked", rpc.asked());
    text(json, "in", rpc.request());
    text(json, "key", under.equals(rpc.key()) ? "" : rpc.key());
    text(json, "out", rpc.response());
    text(json, "proto", rpc.name());
    return json;
  }

  private static void text(JsonObject json, String name, String value) {
    if (!value.isEmpty()) {
      json.addProperty(name, value);
    }
  }

  private static void texts(JsonObject json, Collection<String> values) {
    if (!values.isEmpty()) {
      JsonArray array = new JsonArray();
      values.forEach(array::add);
      json.add("was", array);
    }
  }

  private static JsonObject summed(String key, JsonObject block) {
    block.addProperty(SUM, hash(key + block));
    return block;
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, SUM_LENGTH);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("each Java has SHA-256", impossible);
    }
  }

  /** Whether it is written on a line of its own: an entry, or a list of words. */
  static boolean isLine(JsonElement element) {
    if (element.isJsonPrimitive()) {
      return true;
    }
    if (element.isJsonArray()) {
      return element.getAsJsonArray().asList().stream().allMatch(JsonElement::isJsonPrimitive);
    }
    JsonObject json = element.getAsJsonObject();
    return json.isEmpty() || isEntry(json);
  }

  private static boolean isEntry(JsonObject json) {
    return List.of("n", "in").stream().anyMatch(json::has)
        && json.asMap().values().stream().noneMatch(JsonElement::isJsonObject)
        && !json.has(SUM);
  }
}
