package dev.grapnel.protogen.corpus;

import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.schema.Form;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Arrays and collections. */
@SuppressWarnings("all") // The shapes that Error Prone minds are what is tested.
public final class Collected {

  private Collected() {}

  public record Item(String name, int amount) {}

  public record Lists(List<String> texts, ArrayList<Integer> numbers, Collection<Item> items) {}

  public record Sets(
      Set<String> texts, SortedSet<Long> sorted, NavigableSet<Integer> more, HashSet<Item> items) {}

  public record Queues(Queue<String> queue, Deque<Item> deque, Iterable<Double> each) {}

  public record Arrays(
      int[] numbers,
      String[] texts,
      Item[] items,
      double[] reals,
      boolean[] truths,
      byte[][] blobs) {}

  public record Enums(EnumSet<DayOfWeek> days, List<DayOfWeek> list, DayOfWeek[] array) {}

  public record ListsOfLists(
      List<List<String>> texts, List<Set<Item>> items, List<List<List<Integer>>> deep) {}

  public record Matrix(double[][] rows, int[][][] cube, List<int[]> mixed) {}

  public record Wrapped(
      @ProtoField(form = Form.WRAPPED) List<String> texts,
      @ProtoField(form = Form.WRAPPED) Optional<List<Item>> items,
      @ProtoField(form = Form.WRAPPED) String @Nullable [] array) {}

  public record Holes(
      List<@Nullable String> texts,
      List<Optional<Integer>> numbers,
      List<@Nullable Item> items,
      @Nullable Double[] reals) {}

  public record Wildcards(
      List<? extends Item> items,
      Collection<? super Integer> numbers,
      Set<? extends CharSequence> texts,
      Optional<? extends Item> item) {}

  public record Octet(List<List<List<List<List<List<List<List<Integer>>>>>>>> deepest) {}
}
