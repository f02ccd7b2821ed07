package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.schema.ScalarType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which scalar types can hold the same values. */
final class ScalarTypes {

  private static final List<ScalarType> INTS =
      List.of(
          ScalarType.INT32,
          ScalarType.SINT32,
          ScalarType.UINT32,
          ScalarType.FIXED32,
          ScalarType.SFIXED32);
  private static final List<ScalarType> LONGS =
      List.of(
          ScalarType.INT64,
          ScalarType.SINT64,
          ScalarType.UINT64,
          ScalarType.FIXED64,
          ScalarType.SFIXED64);

  private ScalarTypes() {}

  static Optional<ScalarType> find(String keyword) {
    for (ScalarType type : ScalarType.values()) {
      if (type.keyword().equals(keyword)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  static boolean fits(ScalarType usual, ScalarType wished) {
    return alike(usual).contains(wished);
  }

  static String choices(ScalarType usual) {
    return alike(usual).stream().map(ScalarType::keyword).collect(Collectors.joining(", "));
  }

  private static List<ScalarType> alike(ScalarType usual) {
    if (INTS.contains(usual)) {
      return INTS;
    }
    return LONGS.contains(usual) ? LONGS : List.of(usual);
  }
}
