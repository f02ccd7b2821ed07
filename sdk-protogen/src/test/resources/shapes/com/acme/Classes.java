package com.acme;

import com.acme.Marks.Both;
import com.acme.Marks.Kept;
import com.acme.Marks.Nullable;
import com.acme.Marks.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Beans, hierarchies, inner classes, interfaces. */
public class Classes {
  public abstract static class Base<T> implements Cloneable {
    protected T id;
    private transient int cached;
    public static final String CONSTANT = "c";
    @Nullable volatile String note;

    protected Base(T id) {
      this.id = id;
    }

    public abstract T copy(T id) throws IOException;

    public T getId() {
      return id;
    }

    public void setId(final T id) {
      this.id = id;
    }
  }

  public static final class Derived extends Base<List<@Nullable String>>
      implements Comparable<Derived> {
    @Tag("f")
    private final @Both List<String> names = new ArrayList<>();

    @Deprecated @Kept public int count;

    Derived() {
      super(List.of());
    }

    @Override
    public List<@Nullable String> copy(List<@Nullable String> id) {
      return id;
    }

    @Tag("m")
    public @Both List<String> getNames() {
      return names;
    }

    public synchronized <E extends Exception & Runnable> E[] odd(
        @Tag("p") @Nullable E first, int[]... rest) throws E {
      return null;
    }

    @Override
    public int compareTo(Derived other) {
      Runnable lambda = () -> names.clear();
      Object anonymous =
          new Object() {
            int hidden;
          };
      class Local {}
      lambda.run();
      return new Local().hashCode() + anonymous.hashCode();
    }
  }

  class Inner {
    private int x;

    Inner(int x) {
      this.x = x;
    }

    class Deeper<T> {
      Map<T, Inner> map;
    }
  }

  public interface Api<K> extends Collection<K> {
    int CONSTANT = 1;

    CompletableFuture<K> find(String id, @Nullable Integer limit);

    default void nothing() {}

    static void helper() {}

    private int secret() {
      return 1;
    }
  }

  private static class Generic<A, B extends List<? super A>> extends ArrayList<Map<A, B>> {
    Classes.Inner.Deeper<A> inner;
    static int counter;
  }

  static class Name$With$Dollar {
    static class In$side {}
  }
}
