package dev.grapnel.samples.crypto.model;

import java.util.List;

/**
 * One page of a longer list.
 *
 * @param items what is on this page
 * @param total how many items all pages have
 * @param number which page this is, from 1
 * @param size how many items fit on a page
 */
public record Page<T>(List<T> items, int total, int number, int size) {

  /** Copies the items. */
  public Page {
    items = List.copyOf(items);
  }

  /** How many pages there are. */
  public int totalPages() {
    return (total + size - 1) / size;
  }

  /** Whether another page follows. */
  public boolean hasNext() {
    return number < totalPages();
  }
}
