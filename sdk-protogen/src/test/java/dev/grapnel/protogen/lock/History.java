package dev.grapnel.protogen.lock;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.lock.HistoryBytes.Sample;
import dev.grapnel.protogen.lock.HistoryEdits.Edit;
import dev.grapnel.protogen.lock.HistoryModel.Member;
import dev.grapnel.protogen.lock.HistoryModel.ModelType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A history of random edits with branches, and what must be true after each of them. */
final class History {

  /** A branch: its model, and its locks. */
  private record State(HistoryModel model, Map<String, Lock> locks, Locked locked) {
    State(HistoryModel model, Map<String, Lock> locks) {
      this(model, locks, new Locked(model.schema(), new TreeMap<>(locks)));
    }
  }

  private final Map<String, Object> meanings = new HashMap<>();
  private final Map<Integer, Set<Integer>> given = new TreeMap<>();
  private final Map<Integer, LockedEntry> published = new HashMap<>();
  private final Map<Integer, DescriptorProto> shapes = new HashMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private @Nullable HistoryBytes last;
  private final Random random;
  private final HistoryEdits edits;

  History(Random random) {
    this.random = random;
    this.edits = new HistoryEdits(random);
  }

  /** Goes on for so many steps; throws if something is given twice. */
  void run(int length) throws Exception {
    State main = new State(HistoryModel.empty(), Map.of());
    int steps = 0;
    while (steps < length) {
      int dice = random.nextInt(10);
      if (dice == 0) {
        main = branches(main);
        steps += 4;
      } else if (dice == 1) {
        refuses(main);
        steps++;
      } else {
        main = publish(step(main, some(main, published)));
        steps++;
      }
    }
    assertThat(samples).hasSizeGreaterThan(length / 5);
    for (Sample sample : samples) {
      last.check(sample);
    }
  }

  /** Only the main branch takes back what was removed: the other one cannot know it. */
  private List<Edit> some(State state, Map<Integer, LockedEntry> known) {
    List<Edit> all = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      all.add(edits.next(state.model(), known));
    }
    return all;
  }

  private State step(State before, List<Edit> what) {
    HistoryModel model = before.model();
    for (Edit edit : what) {
      model = edit.apply(model);
    }
    return lock(new State(model, before.locks()), removals(before.model(), model));
  }

  private static State lock(State state, Set<String> accepted) {
    Diagnostics diagnostics = new Diagnostics();
    LockOptions options = LockOptions.of(LockOptions.Change.ALLOWED).accepted(accepted);
    Locked locked = LockStep.apply(state.locks(), state.model().schema(), options, diagnostics);
    assertThat(diagnostics.all()).isEmpty();
    Map<String, Lock> locks = new TreeMap<>();
    locked.after().forEach((name, lock) -> locks.put(name, reread(lock)));
    LockOptions check = LockOptions.of(LockOptions.Change.REFUSED);
    Locked again = LockStep.apply(locks, state.model().schema(), check, diagnostics);
    assertThat(diagnostics.all()).isEmpty();
    assertThat(again.schema()).isEqualTo(locked.schema());
    return new State(state.model(), locks, again);
  }

  private static Lock reread(Lock lock) {
    Diagnostics diagnostics = new Diagnostics();
    Lock read =
        Lock.read(lock.text(), Lock.fileName(lock.packageName()), diagnostics).orElseThrow();
    assertThat(diagnostics.all()).isEmpty();
    assertThat(read.text()).isEqualTo(lock.text());
    return read;
  }

  /** What is gone is meant to be gone. */
  private static Set<String> removals(HistoryModel before, HistoryModel after) {
    Set<String> keys = new TreeSet<>();
    for (ModelType type : before.types().values()) {
      ModelType now = after.types().get(type.id());
      if (now == null) {
        keys.add(type.key());
        continue;
      }
      for (Member member : type.members()) {
        if (HistoryEdits.member(after, type.id(), member.id()) == null) {
          keys.add(now.key() + "#" + before.keyOf(type, member));
        }
      }
    }
    return keys;
  }

  /** Two branches go on from one state, and the other one is done again on top of this one. */
  private State branches(State base) throws Exception {
    State ours = base;
    State theirs = base;
    List<Edit> other = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ours = publish(step(ours, some(ours, published)));
      List<Edit> what = some(theirs, Map.of());
      other.addAll(what);
      theirs = step(theirs, what);
    }
    Map<String, Lock> locks = new TreeMap<>(theirs.locks());
    locks.putAll(ours.locks());
    for (String name : ours.locks().keySet()) {
      if (theirs.locks().containsKey(name)) {
        Diagnostics diagnostics = new Diagnostics();
        Lock before = base.locks().getOrDefault(name, Lock.empty(name));
        Lock merged =
            LockMerge.resolve(
                before, ours.locks().get(name), theirs.locks().get(name), diagnostics);
        assertThat(diagnostics.all()).isEmpty();
        locks.put(name, reread(merged));
      }
    }
    HistoryModel model = ours.model();
    for (Edit edit : other) {
      model = edit.apply(model);
    }
    Set<String> removed = removals(ours.model(), model);
    removed.addAll(removals(theirs.model(), model));
    edits.forgetAllBut(model);
    return publish(lock(new State(model, locks), removed));
  }

  /** Wrong edits are found, whatever came before. */
  private void refuses(State state) {
    HistoryWrongs wrongs = new HistoryWrongs(random, edits);
    HistoryWrongs.Wrong wrong = wrongs.next(state.model(), published);
    if (wrong != null) {
      Diagnostics diagnostics = new Diagnostics();
      LockOptions options = LockOptions.of(LockOptions.Change.ALLOWED);
      LockStep.apply(state.locks(), wrong.model().schema(), options, diagnostics);
      assertThat(diagnostics.all().stream().map(Diagnostic::code))
          .as(wrong.what())
          .containsAnyElementsOf(wrong.codes());
    }
  }

  private State publish(State state) throws Exception {
    HistoryBytes now = new HistoryBytes(state.model(), state.locked());
    for (ModelType type : state.model().types().values()) {
      edits.show(type);
      meansStill(type.packageName() + "." + now.lockedOf(type).name(), type.id());
      for (Member member : type.members()) {
        LockedEntry entry = now.lockedOf(type).entry(state.model().keyOf(type, member));
        meansStill(type.id() + " number " + entry.number(), member.id());
        meansStill(member.id() + " has", entry.number());
        published.put(member.id(), entry);
        entry.names().forEach(name -> meansStill(type.id() + " name " + name, member.id()));
        given.computeIfAbsent(type.id(), id -> new TreeSet<>()).add(entry.number());
      }
    }
    now.messages().forEach(this::reservesTheRest);
    Set<Integer> changed = new HashSet<>();
    now.messages()
        .forEach(
            (id, message) -> {
              if (!message.toProto().equals(shapes.put(id, message.toProto()))) {
                changed.add(id);
              }
            });
    for (Sample sample : samples) {
      if (changed.contains(sample.type()) || random.nextInt(10) == 0) {
        now.check(sample);
      }
    }
    samples.addAll(now.samples(changed, random));
    last = now;
    return state;
  }

  private void meansStill(String what, Object meaning) {
    assertThat(meanings.computeIfAbsent(what, key -> meaning)).as(what).isEqualTo(meaning);
  }

  private void reservesTheRest(int type, Descriptor message) {
    Set<Integer> known = new HashSet<>();
    DescriptorProto proto = message.toProto();
    proto.getFieldList().forEach(field -> known.add(field.getNumber()));
    proto
        .getReservedRangeList()
        .forEach(
            range -> {
              assertThat(known.add(range.getStart())).isTrue();
              assertThat(range.getEnd()).isEqualTo(range.getStart() + 1);
            });
    assertThat(known).containsAll(given.getOrDefault(type, Set.of()));
  }
}
