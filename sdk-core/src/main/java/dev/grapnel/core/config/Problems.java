package dev.grapnel.core.config;

import java.time.Duration;
import java.util.List;

/**
 * Collects what is wrong with settings, so that all of it is told at once. Each problem is a
 * sentence that names the setting, its value and what was expected. Not thread-safe.
 */
public final class Problems {

  private final List<String> found;

  private Problems(List<String> found) {
    this.found = found;
  }

  /**
   * Collects into a list.
   *
   * @param found the list that problems are added to
   * @return a collector over it
   */
  public static Problems into(List<String> found) {
    return new Problems(found);
  }

  /**
   * Expects a number above zero.
   *
   * @param name the setting
   * @param value its value
   */
  public void positive(String name, int value) {
    if (value < 1) {
      found.add(name + " is " + value + ": expected a number above zero");
    }
  }

  /**
   * Expects a time above zero.
   *
   * @param name the setting
   * @param value its value
   */
  public void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      found.add(name + " is " + value + ": expected a time above zero");
    }
  }

  /**
   * Expects a number of a range.
   *
   * @param name the setting
   * @param value its value
   * @param least the smallest that will do
   * @param most the largest that will do
   */
  public void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      found.add(name + " is " + value + ": expected a number from " + least + " to " + most);
    }
  }
}
