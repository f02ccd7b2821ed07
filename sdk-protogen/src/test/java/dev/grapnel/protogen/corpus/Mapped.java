package dev.grapnel.protogen.corpus;

import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.schema.Form;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Maps. */
@SuppressWarnings("all") // The shapes that Error Prone minds are what is tested.
public final class Mapped {

  private Mapped() {}

  public record Point(int x, int y) {}

  public record Keys(
      Map<String, Integer> text,
      Map<Integer, String> whole,
      Map<Long, String> large,
      Map<Boolean, String> truth,
      Map<Short, String> small,
      Map<Character, String> letter) {}

  public record Values(
      Map<String, String> texts,
      Map<String, Point> points,
      Map<String, DayOfWeek> days,
      Map<String, byte[]> blobs,
      SortedMap<String, Double> sorted,
      ConcurrentMap<String, Long> shared) {}

  public record TextKeys(Map<UUID, Point> ids, Map<URI, String> uris) {}

  public record EntryKeys(
      Map<DayOfWeek, String> days,
      EnumMap<DayOfWeek, Point> points,
      Map<LocalDate, Integer> dates,
      Map<Point, String> records,
      Map<Double, String> reals) {}

  public record EnumKeys(
      @ProtoField(form = Form.NUMBER) Map<DayOfWeek, String> numbers,
      @ProtoField(form = Form.STRING) Map<DayOfWeek, Point> texts) {}

  public record Lists(
      Map<String, List<String>> texts,
      Map<String, Set<Point>> points,
      Map<Integer, int[]> numbers) {}

  public record Nested(
      Map<String, Map<String, Integer>> twice,
      Map<String, Map<String, Map<String, Point>>> thrice,
      List<Map<String, String>> listed) {}

  public record NestedEntries(
      Map<DayOfWeek, Map<LocalDate, String>> days, List<Map<Point, String>> listed) {}

  public record ListKeys(Map<List<String>, Point> paths) {}

  public record Holes(Map<String, @Nullable String> texts, Map<String, Optional<Point>> points) {}

  public record Wrapped(
      @ProtoField(form = Form.WRAPPED) Map<String, String> texts,
      @ProtoField(form = Form.WRAPPED) Optional<Map<String, Point>> points) {}

  public record Dynamic(Map<String, Object> anything, Object value, List<Object> values) {}

  public record Ordered(LinkedHashMap<String, Point> points) {}
}
