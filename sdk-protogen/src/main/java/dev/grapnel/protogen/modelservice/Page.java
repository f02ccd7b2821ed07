package dev.grapnel.protogen.modelservice;

import java.util.List;

/**
 * Some models of a list.
 *
 * @param items the models, at most as many as were asked for
 * @param next where the next page begins, in the repository's own words; empty if this is the last.
 *     Clients get it signed, not encrypted.
 * @param <T> the model
 */
public record Page<T>(List<T> items, String next) {

  /**
   * Copies what could change.
   *
   * @param items the models, at most as many as were asked for
   * @param next where the next page begins, in the repository's own words; empty if this is the
   *     last. Clients get it signed, not encrypted.
   */
  public Page {
    items = List.copyOf(items);
  }

  /**
   * Makes a page of what a query with {@link ListQuery#limit()} and {@link ListQuery#offset()}
   * found.
   *
   * @param <T> the model
   * @param found one item more than the page has, if there are more pages
   * @param query what was asked for
   * @return the page, without that one
   */
  public static <T> Page<T> of(List<T> found, ListQuery query) {
    if (found.size() <= query.size()) {
      return new Page<>(found, "");
    }
    return new Page<>(found.subList(0, query.size()), Long.toString(query.offset() + query.size()));
  }

  /**
   * Tells whether there is another page.
   *
   * @return whether {@link #next} is not empty
   */
  public boolean hasNext() {
    return !next.isEmpty();
  }
}
