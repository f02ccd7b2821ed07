package dev.grapnel.protogen.modelservice;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads page after page, each when the one before it is used up. */
final class PageIterator<T> implements Iterator<T> {

  private final Function<ListQuery, Page<T>> list;
  private ListQuery query;
  private Page<T> page;
  private Iterator<T> items;

  private PageIterator(Function<ListQuery, Page<T>> list, ListQuery query) {
    this.list = list;
    this.query = query;
    this.page = list.apply(query);
    this.items = page.items().iterator();
  }

  static <T> Stream<T> stream(Function<ListQuery, Page<T>> list, ListQuery query) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new PageIterator<>(list, query), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (!items.hasNext() && page.hasNext()) {
      query = query.after(page);
      page = list.apply(query);
      items = page.items().iterator();
    }
    return items.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return items.next();
  }
}
