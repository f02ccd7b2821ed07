package dev.grapnel.protogen.lock;

import static dev.grapnel.protogen.diagnostic.Code.PROBABLE_RENAME;
import static dev.grapnel.protogen.diagnostic.Code.RESERVED_REUSED;
import static dev.grapnel.protogen.diagnostic.Code.TYPE_CHANGED;

import dev.grapnel.protogen.schema.ProtoRpc;
import dev.grapnel.protogen.schema.ProtoService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares a service with what the lock knows: a path means one pair of messages for ever. */
final class ServiceStep {

  private static final String STREAM = "stream ";

  private final String packageName;
  private final ProtoService wanted;
  private final LockedService before;
  private final TypeStep types;
  private final LockOptions options;
  private final Findings findings;
  private final Map<String, LockedRpc> done = new HashMap<>();
  private final List<LockedRpc> gone;
  private final List<LockedRpc> reserved;

  private ServiceStep(
      String packageName,
      ProtoService wanted,
      LockedService before,
      TypeStep types,
      LockOptions options,
      Findings findings) {
    this.packageName = packageName;
    this.wanted = wanted;
    this.before = before;
    this.types = types;
    this.options = options;
    this.findings = findings;
    gone = new ArrayList<>(before.rpcs().values());
    wanted.rpcs().forEach(rpc -> gone.remove(find(wanted, rpc, before)));
    reserved = new ArrayList<>(before.reserved());
  }

  /** The service as it is wanted now; calls that are wanted no longer are reserved. */
  static LockedService apply(
      String packageName,
      ProtoService wanted,
      LockedService before,
      TypeStep types,
      LockOptions options,
      Findings findings) {
    return new ServiceStep(packageName, wanted, before, types, options, findings).run();
  }

  /** The call that an rpc has been: by key, else by its name. */
  static @Nullable LockedRpc find(ProtoService service, ProtoRpc rpc, LockedService known) {
    LockedRpc byKey = known.rpcs().get(rpc.key());
    if (byKey != null) {
      return byKey;
    }
    Set<String> keys = service.rpcs().stream().map(ProtoRpc::key).collect(Collectors.toSet());
    for (LockedRpc call : known.rpcs().values()) {
      if (call.name().equals(rpc.name()) && !keys.contains(call.key())) {
        return call;
      }
    }
    return null;
  }

  private LockedService run() {
    NameChoice choice = NameChoice.of(before, wanted.name(), options.accepts(wanted.key()));
    if (choice.isRefused()) {
      findings.add(
          PROBABLE_RENAME,
          wanted.origin(),
          "its name would change from " + before.name() + " to " + wanted.name(),
          "Calls of the old path would fail.",
          "keep the name; or accept that: --accept '" + wanted.key() + "'");
    }
    for (ProtoRpc rpc : wanted.rpcs()) {
      LockedRpc call =
          new LockedRpc(
              rpc.key(),
              rpc.name(),
              (rpc.clientStreaming() ? STREAM : "") + types.text(rpc.request()),
              (rpc.serverStreaming() ? STREAM : "") + types.text(rpc.response()),
              "");
      LockedRpc known = find(wanted, rpc, before);
      LockedRpc made = known == null ? fresh(rpc, call) : known(rpc, call, known);
      done.put(rpc.key(), made);
    }
    gone.forEach(call -> reserved.add(call.withName(call.name(), "")));
    Set<String> names = done.values().stream().map(LockedRpc::name).collect(Collectors.toSet());
    reserved.removeIf(call -> names.contains(call.name()));
    Set<String> was = new TreeSet<>(before.was());
    was.add(packageName + "." + before.name());
    was.remove(packageName + "." + choice.name());
    return before.withRpcs(done.values(), reserved).withName(choice.name(), choice.asked(), was);
  }

  private LockedRpc known(ProtoRpc rpc, LockedRpc call, LockedRpc known) {
    compare(rpc, call, known);
    NameChoice choice =
        NameChoice.of(
            known.name(), known.asked(), rpc.name(), options.accepts(wanted.key(), rpc.key()));
    if (choice.isRefused()) {
      findings.add(
          PROBABLE_RENAME,
          rpc.origin(),
          "its name would change from " + known.name() + " to " + rpc.name(),
          "Calls of the old path would fail.",
          "keep the name with @Rpc(name = \""
              + known.name()
              + "\"); or accept that: --accept '"
              + wanted.key()
              + "#"
              + rpc.key()
              + "'");
    }
    if (!choice.name().equals(known.name())) {
      checkReserved(rpc, call, known);
      reserved.add(known.withName(known.name(), ""));
    }
    return call.withName(choice.name(), choice.asked());
  }

  private void compare(ProtoRpc rpc, LockedRpc call, LockedRpc known) {
    LockedRpc now = current(known);
    if (!call.means(now)) {
      findings.add(
          TYPE_CHANGED,
          rpc.origin(),
          "it is " + call.meaning() + ", and was " + Findings.bounded(now.meaning()),
          "Clients that are out there call it so.",
          "give the new one another name, with @Rpc(name = \"…\")");
    }
  }

  private LockedRpc fresh(ProtoRpc rpc, LockedRpc call) {
    checkReserved(rpc, call, null);
    for (LockedRpc other : gone) {
      if (isAlike(call, current(other)) && !options.accepts(wanted.key(), other.key())) {
        findings.add(
            PROBABLE_RENAME,
            rpc.origin(),
            "it is new, and " + other.key() + ", which looks the same, is gone",
            "Calls of " + other.name() + " would fail.",
            "if that is a rename, annotate it with @Rpc(name = \""
                + other.name()
                + "\"); or, if it is something else, accept the removal: --accept '"
                + wanted.key()
                + "#"
                + other.key()
                + "'");
        return call;
      }
    }
    return call;
  }

  /** What calls were named until now counts, too: they may be renamed in the same step. */
  private void checkReserved(ProtoRpc rpc, LockedRpc call, @Nullable LockedRpc known) {
    List<LockedRpc> others = new ArrayList<>(before.rpcs().values());
    others.remove(known);
    others.addAll(before.reserved());
    for (LockedRpc other : others) {
      if (other.name().equals(call.name()) && !call.means(current(other))) {
        findings.add(
            RESERVED_REUSED,
            rpc.origin(),
            "the name " + call.name() + " is reserved: it was " + current(other).meaning(),
            "Old clients would call it with other messages.",
            "use another name, with @Rpc(name = \"…\")");
      }
    }
  }

  private static boolean isAlike(LockedRpc call, LockedRpc gone) {
    return alike(call.request(), gone.request(), call, gone)
        && alike(call.response(), gone.response(), call, gone);
  }

  /** Messages of a call are often called after it. */
  private static boolean alike(String type, String other, LockedRpc call, LockedRpc gone) {
    return type.equals(other) || type.equals(other.replace(gone.name(), call.name()));
  }

  private LockedRpc current(LockedRpc call) {
    return new LockedRpc(
        call.key(), call.name(), current(call.request()), current(call.response()), call.asked());
  }

  private String current(String type) {
    return type.startsWith(STREAM)
        ? STREAM + types.current(type.substring(STREAM.length()))
        : types.current(type);
  }
}
