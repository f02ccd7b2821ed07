package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoRpc;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gives numbers, by what locks know, and makes the locks that know it next time. */
public final class LockStep {

  private final Map<String, Lock> before;
  private final ProtoSchema wanted;
  private final LockOptions options;
  private final Findings findings;
  private final SortedMap<String, Lock> locks = new TreeMap<>();
  private final TypeStep types;

  private LockStep(
      Map<String, Lock> before, ProtoSchema wanted, LockOptions options, Findings findings) {
    this.before = before;
    this.wanted = wanted;
    this.options = options;
    this.findings = findings;
    Renames renames = new Renames(wanted, before, findings);
    Map<String, ProtoPackage> packages = new TreeMap<>();
    wanted.packages().forEach(one -> packages.put(one.name(), one));
    before.forEach((name, lock) -> locks.put(name, renames.follow(lock, packages.get(name))));
    types = new TypeStep(wanted, locks, options, findings);
  }

  /**
   * Numbers a schema.
   *
   * <p>What a lock knows keeps its number and, but for fields and values that say {@code formerly},
   * its name. What is new is given the next number, in order; explicit numbers of the schema hold.
   * What is wanted no longer is reserved for ever. Locks of packages that are not in the schema are
   * left as they are. The step is the same each time: with the locks that it made, it makes the
   * same again.
   *
   * @param before locks by protobuf package; empty if there are none yet
   * @param wanted the schema, with numbers where they are explicit and reserved ones where an
   *     import has brought them
   * @param options what may change
   * @param diagnostics where findings go; if there are errors, the result is not to be used
   * @return the schema with numbers, and locks
   */
  public static Locked apply(
      Map<String, Lock> before, ProtoSchema wanted, LockOptions options, Diagnostics diagnostics) {
    Findings findings = new Findings(diagnostics);
    Locked locked = new LockStep(before, wanted, options, findings).run();
    if (options.change() == LockOptions.Change.REFUSED) {
      new LockCheck(findings).compare(before, locked);
    }
    return locked;
  }

  private Locked run() {
    List<ProtoPackage> packages = new ArrayList<>();
    SortedMap<String, Lock> after = new TreeMap<>();
    before.forEach((name, lock) -> after.put(name, left(name, lock)));
    for (ProtoPackage one : wanted.packages()) {
      Lock known = locks.getOrDefault(one.name(), Lock.empty(one.name()));
      Lock made = lock(one, known);
      new NameCheck(one, findings).check(made);
      after.put(one.name(), made);
      packages.add(numbered(one, made));
    }
    return new Locked(new ProtoSchema(packages), after);
  }

  private Lock left(String name, Lock lock) {
    return new Lock(
        name,
        lock.wire(),
        types.left(name, lock.messages()),
        types.left(name, lock.enums()),
        lock.services());
  }

  private Lock lock(ProtoPackage one, Lock known) {
    List<LockedType> messages = new ArrayList<>();
    for (ProtoMessage message : one.messages()) {
      LockedType before =
          SchemaEntries.reserving(
              current(types.of(message.key())), message.reserved(), EntryKind.FIELD);
      messages.add(
          EntryStep.apply(before, types.wishes(message), EntryKind.FIELD, options, findings));
    }
    List<LockedType> enums = new ArrayList<>();
    for (ProtoEnum type : one.enums()) {
      LockedType before =
          SchemaEntries.reserving(types.of(type.key()), type.reserved(), EntryKind.VALUE);
      enums.add(EntryStep.apply(before, types.wishes(type), EntryKind.VALUE, options, findings));
    }
    return new Lock(
        one.name(),
        wire(one, known),
        types.after(one.name(), known.messages(), messages),
        types.after(one.name(), known.enums(), enums),
        services(one, known.services()));
  }

  /** The block with its types by the names of now. */
  private LockedType current(LockedType type) {
    return type.withEntries(
        type.next(),
        type.entries().values().stream().map(this::current).toList(),
        type.reserved().stream().map(this::current).toList());
  }

  private LockedEntry current(LockedEntry entry) {
    return entry.withType(types.current(entry.type()));
  }

  private Section<LockedService> services(ProtoPackage one, Section<LockedService> before) {
    List<LockedService> services = new ArrayList<>();
    List<LockedService> retired = new ArrayList<>(before.retired().values());
    SortedMap<String, LockedService> left = new TreeMap<>(before.active());
    for (ProtoService service : one.services()) {
      LockedService known = left.remove(service.key());
      LockedService returned = before.retired().get(service.name());
      if (known == null && returned != null) {
        known = returned.withKey(service.key());
        retired.remove(returned);
      }
      services.add(
          ServiceStep.apply(
              one.name(),
              service,
              known == null ? LockedService.empty(service.key(), service.name()) : known,
              types,
              options,
              findings));
    }
    retired.addAll(left.values());
    return Section.of(services, retired);
  }

  private Map<String, String> wire(ProtoPackage one, Lock known) {
    SortedMap<String, String> wire = new TreeMap<>(options.wire());
    known
        .wire()
        .forEach(
            (name, value) -> {
              String now = wire.put(name, value);
              if (now != null && !now.equals(value)) {
                findings.add(
                    Code.TYPE_CHANGED,
                    Findings.inFile(Lock.fileName(one.name()), one.name()),
                    "the option " + name + " is " + now + ", and was " + Findings.bounded(value),
                    "Bytes that are out there are written by the old one.",
                    "set it back to "
                        + Findings.bounded(value)
                        + ", or make a new version of the package");
              }
            });
    return wire;
  }

  private static ProtoPackage numbered(ProtoPackage one, Lock lock) {
    return new ProtoPackage(
        one.name(),
        one.path(),
        one.javaPackage(),
        one.outerClassName(),
        one.services().stream()
            .map(service -> named(service, lock.services().get(service.key())))
            .toList(),
        one.messages().stream()
            .map(message -> SchemaEntries.numbered(message, lock.messages().get(message.key())))
            .toList(),
        one.enums().stream()
            .map(type -> SchemaEntries.numbered(type, lock.enums().get(type.key())))
            .toList());
  }

  private static ProtoService named(ProtoService service, LockedService locked) {
    List<ProtoRpc> rpcs = new ArrayList<>();
    for (ProtoRpc rpc : service.rpcs()) {
      rpcs.add(
          new ProtoRpc(
              rpc.key(),
              locked.rpc(rpc.key()).name(),
              rpc.request(),
              rpc.response(),
              rpc.clientStreaming(),
              rpc.serverStreaming(),
              rpc.idempotency(),
              rpc.http(),
              rpc.comment(),
              rpc.origin()));
    }
    return new ProtoService(
        service.key(), locked.name(), rpcs, service.comment(), service.origin());
  }

  /** Tells where a type that is wanted comes from. */
  static Origin originOf(ProtoPackage one, String key) {
    for (ProtoMessage message : one.messages()) {
      if (message.key().equals(key)) {
        return message.origin();
      }
    }
    for (ProtoEnum type : one.enums()) {
      if (type.key().equals(key)) {
        return type.origin();
      }
    }
    for (ProtoService service : one.services()) {
      if (service.key().equals(key)) {
        return service.origin();
      }
    }
    return Findings.inFile(Lock.fileName(one.name()), key);
  }
}
