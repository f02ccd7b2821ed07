package dev.grapnel.protogen.modelservice;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which page of which models.
 *
 * @param size how many models the page may have, at least 1
 * @param cursor where it begins, as the page before it told in {@link Page#next}; empty at the
 *     start
 * @param skip how many models to leave out from there
 * @param filters values that properties have, by the names of the properties; only properties that
 *     {@link ListOptions} lets clients filter by, and values of their type
 * @param orders the order that the client wishes, most important first; only properties that it may
 *     order by. Models that are equal in it need an order of their own.
 */
public record ListQuery(
    int size, String cursor, long skip, Map<String, Object> filters, List<Order> orders) {

  /** Which end comes first. */
  public enum Direction {
    /** The smallest. */
    ASCENDING,
    /** The largest. */
    DESCENDING
  }

  /**
   * One property that decides the order.
   *
   * @param property its name
   * @param direction which end comes first
   */
  public record Order(String property, Direction direction) {}

  /**
   * Copies what could change.
   *
   * @param size how many models the page may have, at least 1
   * @param cursor where it begins, as the page before it told in {@link Page#next}; empty at the
   *     start
   * @param skip how many models to leave out from there
   * @param filters values that properties have, by the names of the properties; only properties
   *     that {@link ListOptions} lets clients filter by, and values of their type
   * @param orders the order that the client wishes, most important first; only properties that it
   *     may order by. Models that are equal in it need an order of their own.
   */
  public ListQuery {
    filters = Collections.unmodifiableMap(new LinkedHashMap<>(filters));
    orders = List.copyOf(orders);
  }

  /**
   * Returns how many models a repository asks its store for, to know whether there are more.
   *
   * @return one more than the size
   */
  public int limit() {
    return size + 1;
  }

  /**
   * Returns how many models come before the page, in a repository whose pages are made by {@link
   * Page#of}.
   *
   * @return a number of models
   */
  public long offset() {
    return (cursor.isEmpty() ? 0 : Long.parseLong(cursor)) + skip;
  }

  ListQuery after(Page<?> page) {
    return new ListQuery(size, page.next(), 0, filters, orders);
  }
}
