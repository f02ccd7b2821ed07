package dev.grapnel.protogen.corpus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Generic types: a message for each use. */
@SuppressWarnings("all") // The shapes that Error Prone minds are what is tested.
public final class Generics {

  private Generics() {}

  public record User(String name) {}

  public record Page<T>(List<T> items, String next) {}

  public record Pair<A, B>(A first, B second) {}

  public record Maybe<T>(Optional<T> value, @Nullable T other) {}

  public record Bounded<T extends User>(T value) {}

  public record Tree<T>(T value, List<Tree<T>> children) {}

  public record Keyed<K, V>(Map<K, V> values, Map<K, List<V>> lists) {}

  public record Cell<T>(T[] values, T value) {}

  public static class Base<T, I> {
    public I id;
    public T content;
    public List<? extends T> more;
  }

  public static class Middle<T> extends Base<T, Long> {
    public Pair<T, T> both;
  }

  public static final class Bottom extends Middle<User> {
    public String own;
  }

  public record Uses(
      Page<User> users,
      Page<String> texts,
      Page<List<User>> lists,
      Page<Page<Integer>> pages,
      Pair<String, User> pair,
      Pair<int[], byte[]> arrays,
      Maybe<String> maybe,
      Bounded<?> bounded,
      Tree<String> tree,
      Keyed<String, User> keyed,
      Cell<Long> cell,
      Page<? extends User> wild,
      Page<@Nullable String> same) {}
}
