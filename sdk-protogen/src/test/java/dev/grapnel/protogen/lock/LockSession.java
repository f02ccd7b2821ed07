package dev.grapnel.protogen.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Steps one after the other. What is refused changes nothing. */
final class LockSession {

  private SortedMap<String, Lock> locks = new TreeMap<>();
  private Set<String> accepted = Set.of();
  private Map<String, String> wire = Map.of();
  private ProtoSchema made = new ProtoSchema(List.of());

  void startsWith(Lock lock) {
    locks.put(lock.packageName(), lock);
  }

  LockSession accepting(Set<String> keys) {
    accepted = keys;
    return this;
  }

  LockSession wire(Map<String, String> options) {
    wire = options;
    return this;
  }

  ProtoSchema passes(ProtoSchema wanted) {
    Diagnostics diagnostics = new Diagnostics();
    Locked locked = LockStep.apply(locks, wanted, options(), diagnostics);
    assertThat(diagnostics.all()).isEmpty();
    locks = new TreeMap<>(locked.after());
    made = locked.schema();
    accepted = Set.of();
    assertThat(checks(wanted)).isEmpty();
    return made;
  }

  Diagnostic refuses(ProtoSchema wanted, Code code) {
    Diagnostics diagnostics = new Diagnostics();
    LockStep.apply(locks, wanted, options(), diagnostics);
    assertThat(diagnostics.all()).extracting(Diagnostic::code).contains(code);
    return diagnostics.all().stream().filter(one -> one.code() == code).findFirst().orElseThrow();
  }

  List<Code> codes(ProtoSchema wanted) {
    Diagnostics diagnostics = new Diagnostics();
    LockStep.apply(locks, wanted, options(), diagnostics);
    return diagnostics.all().stream().map(Diagnostic::code).toList();
  }

  List<Diagnostic> checks(ProtoSchema wanted) {
    Diagnostics diagnostics = new Diagnostics();
    LockOptions check = LockOptions.of(LockOptions.Change.REFUSED).wire(wire).accepted(Set.of());
    LockStep.apply(locks, wanted, check, diagnostics);
    return diagnostics.all().stream().filter(one -> one.code() == Code.NOT_LOCKED).toList();
  }

  private LockOptions options() {
    return LockOptions.of(LockOptions.Change.ALLOWED).wire(wire).accepted(accepted);
  }

  SortedMap<String, Lock> locks() {
    return locks;
  }

  Lock lock() {
    return locks.values().iterator().next();
  }

  ProtoSchema made() {
    return made;
  }

  ProtoMessage message() {
    return made.packages().get(0).messages().get(0);
  }
}
