package dev.grapnel.testing.fake;

import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was wrong with the calls of one method, as text. */
final class Verification<ReqT> {

  private static final int CALLS_SHOWN = 3;

  private final MethodDescriptor<ReqT, ?> method;
  private final List<? extends Script<ReqT, ?>> scripts;
  private final List<ReceivedCall<ReqT>> calls;
  private final Set<ReceivedCall<ReqT>> shown = new HashSet<>();
  private final List<String> lines = new ArrayList<>();

  private Verification(MethodScripts<ReqT, ?> of) {
    method = of.method();
    scripts = of.scripts();
    calls = of.received();
  }

  /** Empty if nothing was. */
  static <ReqT> String of(MethodScripts<ReqT, ?> scripts) {
    Verification<ReqT> verification = new Verification<>(scripts);
    verification.addUnmet();
    verification.addUnanswered();
    verification.addFailed();
    return String.join("\n", verification.lines);
  }

  private void addUnmet() {
    List<? extends Script<ReqT, ?>> unmet = scripts.stream().filter(this::isUnmet).toList();
    if (unmet.isEmpty()) {
      return;
    }
    addHeader(
        unmet.size() == 1
            ? "1 expectation was not met"
            : unmet.size() + " expectations were not met");
    for (Script<ReqT, ?> script : unmet) {
      addUnmet(script);
    }
  }

  private boolean isUnmet(Script<ReqT, ?> script) {
    return !script.expected().allows(count(script));
  }

  /** A script that must never be called may have no answer: then it is another that answers. */
  private int count(Script<ReqT, ?> script) {
    return script.expected().isNever() ? matching(script).size() : script.given();
  }

  private void addUnmet(Script<ReqT, ?> script) {
    CallCount expected = script.expected();
    List<Condition<ReqT>> conditions = script.conditions();
    List<String> described = Conditions.describe(conditions);
    lines.add("  expected: " + expected.describe() + described.get(0));
    described.stream().skip(1).forEach(line -> lines.add("    " + line));
    addResult(script, expected);
    script.note().get().lines().forEach(line -> lines.add("    " + line));
  }

  private void addResult(Script<ReqT, ?> script, CallCount expected) {
    int count = count(script);
    if (expected.isNever()) {
      lines.add("   but was: " + CallCount.calls(count));
      matching(script).stream().limit(CALLS_SHOWN).forEach(call -> addCall(call, script));
    } else if (!script.hasAnswer()) {
      lines.add(
          "   but was: never asked, it has no answer: add thenReply, thenFail or another then");
    } else if (count > expected.most()) {
      lines.add("   but was: " + CallCount.calls(count));
    } else {
      addOthers(script, count);
    }
  }

  private void addOthers(Script<ReqT, ?> script, int count) {
    List<Condition<ReqT>> conditions = script.conditions();
    List<ReceivedCall<ReqT>> others =
        calls.stream()
            .filter(call -> call.answeredBy() != script)
            .sorted(Comparator.comparingLong(call -> distance(conditions, call)))
            .toList();
    lines.add("   but was: " + summary(count, others.size(), conditions));
    others.stream().limit(CALLS_SHOWN).forEach(call -> addCall(call, script));
    if (others.size() > CALLS_SHOWN) {
      lines.add("    and %d more".formatted(others.size() - CALLS_SHOWN));
    }
  }

  private static String summary(int count, int others, List<?> conditions) {
    if (others == 0) {
      return CallCount.calls(count);
    }
    if (conditions.isEmpty()) {
      return CallCount.calls(count + others)
          + ", %s answered by it".formatted(count == 0 ? "not" : count);
    }
    if (count == 0) {
      return others == 1 ? "1 call, not like it" : others + " calls, none of them like it";
    }
    return "%s like it and %s"
        .formatted(CallCount.calls(count), others == 1 ? "1 other" : others + " others");
  }

  private void addUnanswered() {
    List<ReceivedCall<ReqT>> refused = calls.stream().filter(ReceivedCall::wasRefused).toList();
    if (refused.isEmpty()) {
      return;
    }
    addHeader("no script answered " + CallCount.calls(refused.size()));
    List<ReceivedCall<ReqT>> others = refused.stream().filter(c -> !shown.contains(c)).toList();
    refused.stream()
        .filter(shown::contains)
        .forEach(call -> lines.add("    " + number(call) + " see above"));
    others.stream().limit(CALLS_SHOWN).forEach(call -> addCall(call, nearest(call), ""));
    if (others.size() > CALLS_SHOWN) {
      lines.add("    and %d more".formatted(others.size() - CALLS_SHOWN));
    }
  }

  private List<Condition<ReqT>> nearest(ReceivedCall<ReqT> call) {
    return scripts.stream()
        .filter(Script::hasAnswer)
        .map(Script::conditions)
        .min(Comparator.comparingLong(conditions -> distance(conditions, call)))
        .orElse(List.of());
  }

  private void addFailed() {
    List<ReceivedCall<ReqT>> failed =
        calls.stream().filter(call -> call.scriptFailure() != null).toList();
    if (failed.isEmpty()) {
      return;
    }
    addHeader("the script of " + CallCount.calls(failed.size()) + " failed");
    for (ReceivedCall<ReqT> call : failed) {
      String failure = String.valueOf(call.scriptFailure());
      lines.add("    " + number(call) + " " + failure.replace("\n", "\n      "));
    }
  }

  private void addCall(ReceivedCall<ReqT> call, Script<ReqT, ?> script) {
    boolean elsewhere = call.answeredBy() != null && call.answeredBy() != script;
    boolean alike = Conditions.hold(script.conditions(), call);
    addCall(call, script.conditions(), elsewhere && alike ? ", answered by another script" : "");
  }

  private void addCall(ReceivedCall<ReqT> call, List<Condition<ReqT>> conditions, String note) {
    shown.add(call);
    String title = method.getType().clientSendsOneMessage() ? " request" : " requests";
    String open = call.isHalfClosed() ? "" : ", not half-closed";
    lines.add("    " + number(call) + title + open + note);
    compare(conditions, call).forEach(line -> lines.add("    " + line));
  }

  private List<ReceivedCall<ReqT>> matching(Script<ReqT, ?> script) {
    List<Condition<ReqT>> conditions = script.conditions();
    return calls.stream().filter(call -> Conditions.hold(conditions, call)).toList();
  }

  private long distance(List<Condition<ReqT>> conditions, ReceivedCall<ReqT> call) {
    return Conditions.distance(compare(conditions, call));
  }

  private List<String> compare(List<Condition<ReqT>> conditions, ReceivedCall<ReqT> call) {
    return Conditions.compare(
        conditions, call, MessageText.shown(call.requests(), method.getType()));
  }

  private String number(ReceivedCall<ReqT> call) {
    return "#" + (calls.indexOf(call) + 1);
  }

  private void addHeader(String problem) {
    lines.add(method.getFullMethodName() + ": " + problem);
  }
}
