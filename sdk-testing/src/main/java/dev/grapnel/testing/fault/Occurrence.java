package dev.grapnel.testing.fault;

import io.grpc.MethodDescriptor;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says which calls a fault comes to. Immutable: it holds no count, so that one can be used for
 * several faults and injectors.
 *
 * <p>Calls are counted from 1, for each fault by itself; if it is limited to methods, only their
 * calls count.
 */
public final class Occurrence {

  private interface Rule {
    boolean holds(long call, double draw);
  }

  private final String text;
  private final Rule rule;
  private final Set<String> methods;

  private Occurrence(String text, Rule rule, Set<String> methods) {
    this.text = text;
    this.rule = rule;
    this.methods = methods;
  }

  /**
   * Comes to every call.
   *
   * @return the occurrence
   */
  public static Occurrence always() {
    return new Occurrence("always", (call, draw) -> true, Set.of());
  }

  /**
   * Comes to the first calls and then no more.
   *
   * @param calls how many
   * @return the occurrence
   * @throws IllegalArgumentException if the number is less than 1
   */
  public static Occurrence first(int calls) {
    Expect.atLeast(1, "number of first calls", calls);
    return new Occurrence("first(%d)".formatted(calls), (call, draw) -> call <= calls, Set.of());
  }

  /**
   * Comes to every so manieth call: {@code every(4)} to the fourth, the eighth and so on.
   *
   * @param calls from one such call to the next
   * @return the occurrence
   * @throws IllegalArgumentException if the number is less than 1
   */
  public static Occurrence every(int calls) {
    Expect.atLeast(1, "number of calls from one fault to the next", calls);
    return new Occurrence(
        "every(%d)".formatted(calls), (call, draw) -> call % calls == 0, Set.of());
  }

  /**
   * Comes to calls by chance. The seed decides for each call by its number: the same seed hits the
   * same calls.
   *
   * @param share from 0, never, to 1, always
   * @return the occurrence
   * @throws IllegalArgumentException if the share is below 0, above 1 or no number
   */
  public static Occurrence probability(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw Expect.refused("probability", share, "0 to 1");
    }
    return new Occurrence(
        "probability(%s)".formatted(share), (call, draw) -> draw < share, Set.of());
  }

  /**
   * Limits this occurrence to methods. Calls of others are neither hit nor counted.
   *
   * @param only the methods, for example {@code UserServiceGrpc.getGetUserMethod()}; at least one
   * @return a copy limited to these, whatever this one was limited to
   * @throws IllegalArgumentException if there are none
   */
  public Occurrence of(MethodDescriptor<?, ?>... only) {
    if (only.length == 0) {
      throw Expect.refused("number of methods", 0, "at least 1");
    }
    Set<String> names =
        Arrays.stream(only)
            .map(MethodDescriptor::getFullMethodName)
            .collect(Collectors.toUnmodifiableSet());
    return new Occurrence(text, rule, names);
  }

  @Override
  public String toString() {
    return methods.isEmpty() ? text : text + ".of" + methods.stream().sorted().toList();
  }

  boolean counts(MethodDescriptor<?, ?> method) {
    return methods.isEmpty() || methods.contains(method.getFullMethodName());
  }

  boolean holds(long call, double draw) {
    return rule.holds(call, draw);
  }
}
