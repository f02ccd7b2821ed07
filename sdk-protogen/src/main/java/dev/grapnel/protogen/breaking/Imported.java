package dev.grapnel.protogen.breaking;

import dev.grapnel.protogen.schema.Reserved;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers that an existing .proto gives to a package, for its lock. Immutable.
 *
 * <p>A number that was reserved without a name is reserved with an empty one, a name without a
 * number with the number 0.
 *
 * @param packageName the protobuf package
 * @param fields numbers by key of the field, by key of the message
 * @param values numbers by key of the value, by key of the enum
 * @param reserved what messages and enums reserve, by their key: what the .proto reserves, and what
 *     it has that the model has not; nothing for most
 */
public record Imported(
    String packageName,
    SortedMap<String, SortedMap<String, Integer>> fields,
    SortedMap<String, SortedMap<String, Integer>> values,
    SortedMap<String, List<Reserved>> reserved) {

  /**
   * Copies what could change.
   *
   * @param packageName the protobuf package
   * @param fields numbers by key of the field, by key of the message
   * @param values numbers by key of the value, by key of the enum
   * @param reserved what messages and enums reserve, by their key: what the .proto reserves, and
   *     what it has that the model has not; nothing for most
   */
  public Imported {
    fields = copy(fields);
    values = copy(values);
    SortedMap<String, List<Reserved>> copied = new TreeMap<>();
    reserved.forEach((key, list) -> copied.put(key, List.copyOf(list)));
    reserved = Collections.unmodifiableSortedMap(copied);
  }

  private static SortedMap<String, SortedMap<String, Integer>> copy(
      Map<String, SortedMap<String, Integer>> of) {
    SortedMap<String, SortedMap<String, Integer>> copied = new TreeMap<>();
    of.forEach(
        (key, numbers) ->
            copied.put(key, Collections.unmodifiableSortedMap(new TreeMap<>(numbers))));
    return Collections.unmodifiableSortedMap(copied);
  }
}
