package dev.grapnel.interceptors.deadline;

import dev.grapnel.core.call.CallSelector;
import dev.grapnel.core.call.UnregisteredMethods;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which limit holds for which method: of the first rule that selects it, else of its kind. */
final class CallLimits {

  /** A fallback registry may serve whatever method it is asked for. */
  private static final int MOST_REMEMBERED = 10_000;

  private final List<Rule> rules;
  private final LimitTimer unary;
  private final LimitTimer streaming;
  private final ConcurrentMap<String, LimitTimer> byMethod = new ConcurrentHashMap<>();

  record Rule(CallSelector calls, LimitTimer timer) {}

  CallLimits(List<Rule> rules, LimitTimer unary, LimitTimer streaming) {
    this.rules = List.copyOf(rules);
    this.unary = unary;
    this.streaming = streaming;
  }

  LimitTimer of(MethodDescriptor<?, ?> method) {
    if (rules.isEmpty()) {
      return ofKind(method);
    }
    LimitTimer known = byMethod.get(method.getFullMethodName());
    if (known != null) {
      return known;
    }
    LimitTimer found = find(method);
    if (byMethod.size() < MOST_REMEMBERED && !UnregisteredMethods.includes(method)) {
      byMethod.put(method.getFullMethodName(), found);
    }
    return found;
  }

  private LimitTimer find(MethodDescriptor<?, ?> method) {
    for (Rule rule : rules) {
      if (rule.calls().selects(method)) {
        return rule.timer();
      }
    }
    return ofKind(method);
  }

  private LimitTimer ofKind(MethodDescriptor<?, ?> method) {
    return method.getType() == MethodDescriptor.MethodType.UNARY ? unary : streaming;
  }
}
