package com.acme;

import com.acme.Marks.Both;
import com.acme.Marks.Everything;
import com.acme.Marks.Gone;
import com.acme.Marks.Kept;
import com.acme.Marks.Nullable;
import com.acme.Marks.Tag;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

public class Records {
  public record Empty() {}

  record Plain(int id, long big, String name, byte[] data, boolean on, char letter) {}

  public record Compact(String name) {
    public Compact {
      name = name.strip();
    }

    public Compact() {
      this("");
    }

    public static Compact of(String name) {
      return new Compact(name);
    }

    @Override
    public String name() {
      return name;
    }
  }

  record Types(
      @Nullable String maybe,
      List<@Nullable String> someNull,
      Map<String, List<? extends Number>> wide,
      Map<String, ? super Integer> low,
      List<?> any,
      String @Nullable [] array,
      @Nullable String @Nullable [][] arrays,
      int[][] matrix,
      Optional<Map.Entry<String, Integer>> entry,
      @Both String both,
      Function<? super @Nullable String, ? extends List<@Nullable Integer>> function,
      Map.@Nullable Entry<String, Plain> annotatedNested,
      @SuppressWarnings("rawtypes") List raw,
      String... rest) {}

  @Tag("one")
  @Tag("two")
  @Kept("k")
  @Gone
  @Deprecated
  @Everything(
      flag = true,
      letter = 'x',
      small = 1,
      less = 2,
      number = 3,
      big = 4,
      rough = 5.5f,
      exact = 6.5,
      text = "t" + 1,
      type = List.class,
      types = {int.class, void.class, String[].class, Map.Entry.class},
      constant = java.lang.annotation.ElementType.FIELD,
      nested = @Tag("n"),
      list = {@Tag("l")},
      numbers = 7,
      texts = {})
  record Annotated(@Tag("c") @Kept int id, @Deprecated String old) {}

  record Page<T extends Comparable<T> & Serializable, @Nullable U extends @Nullable Object>(
      List<T> items, U extra) implements Comparable<Page<T, U>>, Serializable {
    @Override
    public int compareTo(Page<T, U> other) {
      return 0;
    }
  }
}
