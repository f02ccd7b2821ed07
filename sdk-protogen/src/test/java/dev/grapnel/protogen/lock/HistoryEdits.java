package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.lock.HistoryModel.Kind;
import dev.grapnel.protogen.lock.HistoryModel.Member;
import dev.grapnel.protogen.lock.HistoryModel.ModelType;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Random edits that a lock must follow. Each can be done again on another branch's model. */
final class HistoryEdits {

  static final String FIRST = "acme.v1";
  static final String SECOND = "acme.other.v1";

  private static final List<ScalarType> SCALARS =
      List.of(
          ScalarType.STRING,
          ScalarType.INT32,
          ScalarType.INT64,
          ScalarType.SINT32,
          ScalarType.FIXED64,
          ScalarType.BOOL,
          ScalarType.DOUBLE,
          ScalarType.BYTES);

  /** An edit; the model itself if it does not fit there. */
  interface Edit extends UnaryOperator<HistoryModel> {}

  private final Random random;
  private final Map<Integer, List<Member>> removed = new HashMap<>();
  private final Map<Integer, ModelType> shown = new HashMap<>();
  private final Map<String, Integer> cases = new HashMap<>();
  private int ids;

  HistoryEdits(Random random) {
    this.random = random;
  }

  /** Remembers how a class was last seen by others: so it may come back. */
  void show(ModelType type) {
    shown.put(type.id(), type);
  }

  /** Forgets classes that are gone: a branch may have changed them before. */
  void forgetAllBut(HistoryModel model) {
    shown.keySet().retainAll(model.types().keySet());
  }

  /** What has been removed of a type, by name of old. */
  List<Member> removed(ModelType type) {
    return removed.getOrDefault(type.id(), List.of());
  }

  Edit next(HistoryModel model, Map<Integer, LockedEntry> published) {
    ModelType type = pick(List.copyOf(model.types().values()));
    if (type == null || model.types().size() < 4) {
      return addType();
    }
    int dice = random.nextInt(100);
    if (dice < 8 && model.types().size() < 20) {
      return addType();
    }
    if (dice < 26) {
      return ofClass(model, type, dice, published);
    }
    return switch (type.kind()) {
      case RECORD -> ofRecord(model, type, dice, published);
      case ENUM -> ofEnum(type, dice, published);
      case SEALED -> ofSealed(model, type);
    };
  }

  private Edit ofClass(
      HistoryModel now, ModelType type, int dice, Map<Integer, LockedEntry> published) {
    if (dice < 12) {
      return model -> {
        if (model.isUsed(type.id()) || model.types().size() < 4) {
          return model;
        }
        return model.without(type.id());
      };
    }
    if (dice < 15) {
      ModelType back =
          pick(
              shown.values().stream()
                  .filter(one -> !published.isEmpty() && !now.types().containsKey(one.id()))
                  .toList());
      return model ->
          back == null || model.types().containsKey(back.id()) ? model : back(model, back);
    }
    if (dice < 17) {
      return on(
          type,
          one ->
              new ModelType(
                  one.id(),
                  one.kind(),
                  one.packageName(),
                  one.key(),
                  plus(one.formerly(), one.key()),
                  one.members()));
    }
    String key = dice < 22 ? "com.acme.T" + ++ids : "com.acme.Outer$T" + ++ids;
    boolean moves = dice == 21;
    return on(
        type,
        one -> {
          boolean leaf =
              one.kind() == Kind.RECORD
                  && one.members().stream().allMatch(member -> member.target() == 0);
          String other = one.packageName().equals(FIRST) ? SECOND : FIRST;
          return one.keyed(moves && leaf ? other : one.packageName(), key);
        });
  }

  private static HistoryModel back(HistoryModel model, ModelType type) {
    List<Member> members = new ArrayList<>(type.members());
    members.removeIf(one -> one.target() != 0 && !model.types().containsKey(one.target()));
    return type.kind() == Kind.SEALED && members.isEmpty() ? model : model.with(type.with(members));
  }

  private Edit addType() {
    int id = ++ids;
    Kind kind = id < 4 ? Kind.RECORD : pick(List.of(Kind.values()));
    if (kind == Kind.SEALED) {
      return model -> {
        List<ModelType> records = inFirst(model.of(Kind.RECORD));
        return model.types().containsKey(id) || records.isEmpty()
            ? model
            : model.with(
                new ModelType(
                    id,
                    kind,
                    FIRST,
                    "com.acme.T" + id,
                    List.of(),
                    List.of(choice(id, records.get(0).id()))));
      };
    }
    List<Member> members = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      members.add(kind == Kind.ENUM ? constant() : scalar());
    }
    return model ->
        model.types().containsKey(id)
            ? model
            : model.with(new ModelType(id, kind, FIRST, "com.acme.T" + id, List.of(), members));
  }

  private Edit ofRecord(
      HistoryModel model, ModelType type, int dice, Map<Integer, LockedEntry> published) {
    Member member = pick(type.members());
    if (dice < 50 || member == null) {
      return add(type, dice % 4 == 0 ? scalar() : anyMember(model, type));
    }
    if (dice < 60) {
      return remove(type, member);
    }
    String key = "some" + (random.nextBoolean() ? "Prop" : "") + ++ids;
    String name = FieldNames.snake(key);
    if (dice < 70) {
      return change(type, member, one -> one.named(key, name, plus(one.formerly(), one.key())));
    }
    if (dice < 74) {
      return change(
          type, member, one -> one.named(key, one.name(), plus(one.formerly(), one.key())));
    }
    if (dice < 78) {
      return change(
          type, member, one -> one.named(one.key(), name, plus(one.formerly(), one.key())));
    }
    if (dice < 83) {
      return on(type, one -> one.with(shuffled(one.members())));
    }
    if (dice < 88) {
      return replace(type, member, name);
    }
    if (dice < 92) {
      return change(type, member, HistoryEdits::otherPresence);
    }
    return revive(type, key, published);
  }

  private Edit replace(ModelType type, Member member, String name) {
    int id = ++ids;
    ScalarType scalar = member.scalar() == ScalarType.STRING ? ScalarType.INT32 : ScalarType.STRING;
    return change(
        type,
        member,
        one -> {
          remember(type, one);
          return new Member(
              id, one.key(), name, 0, scalar, 0, Cardinality.IMPLICIT, false, List.of(), false);
        });
  }

  private Edit revive(ModelType type, String key, Map<Integer, LockedEntry> published) {
    Member back = pick(removed(type));
    LockedEntry known = back == null ? null : published.get(back.id());
    return known == null
        ? on(type, one -> one)
        : add(type, back.named(key, known.name(), List.of()).revived(true).numbered(0));
  }

  private Edit ofEnum(ModelType type, int dice, Map<Integer, LockedEntry> published) {
    Member member = pick(type.members());
    if (dice < 50 || member == null) {
      return add(type, constant());
    }
    if (dice < 65) {
      return remove(type, member);
    }
    if (dice < 78) {
      String key = "RENAMED" + ++ids;
      return change(type, member, one -> one.named(key, key, plus(one.formerly(), one.key())));
    }
    if (dice < 88) {
      return on(type, one -> one.with(shuffled(one.members())));
    }
    Member back = pick(removed(type));
    LockedEntry known = back == null ? null : published.get(back.id());
    return known == null
        ? on(type, one -> one)
        : add(type, back.numbered(known.number()).named(known.key(), known.key(), List.of()));
  }

  private Edit ofSealed(HistoryModel model, ModelType type) {
    ModelType record = pick(inFirst(model.of(Kind.RECORD)));
    Member member = pick(type.members());
    if (random.nextBoolean() && record != null) {
      return add(type, choice(type.id(), record.id()));
    }
    if (member == null || random.nextBoolean()) {
      return on(type, one -> one.with(shuffled(one.members())));
    }
    return on(type, one -> one.members().size() < 2 ? one : without(one, member.id()));
  }

  private Edit add(ModelType type, Member member) {
    return model ->
        on(
                type,
                one -> {
                  boolean isThere =
                      one.members().stream()
                          .anyMatch(
                              other ->
                                  other.id() == member.id()
                                      || other.key().equals(member.key())
                                      || other.name().equals(member.name()));
                  boolean fits =
                      member.target() == 0
                          || (one.packageName().equals(FIRST)
                              && model.types().containsKey(member.target()));
                  return isThere || !fits ? one : one.with(with(one.members(), member));
                })
            .apply(model);
  }

  private Edit remove(ModelType type, Member member) {
    return on(
        type,
        one -> {
          one.members().stream()
              .filter(other -> other.id() == member.id())
              .forEach(other -> remember(type, other));
          return without(one, member.id());
        });
  }

  private void remember(ModelType type, Member member) {
    List<Member> all = removed.computeIfAbsent(type.id(), id -> new ArrayList<>());
    all.removeIf(one -> one.id() == member.id());
    all.add(member);
  }

  private static Edit change(ModelType type, Member member, UnaryOperator<Member> how) {
    return on(
        type,
        one ->
            one.with(
                one.members().stream()
                    .map(other -> other.id() == member.id() ? how.apply(other) : other)
                    .toList()));
  }

  private static Edit on(ModelType type, UnaryOperator<ModelType> how) {
    return model -> {
      ModelType one = model.types().get(type.id());
      return one == null ? model : model.with(how.apply(one));
    };
  }

  private static ModelType without(ModelType type, int id) {
    return type.with(type.members().stream().filter(one -> one.id() != id).toList());
  }

  private static Member otherPresence(Member member) {
    boolean isScalar = member.target() == 0;
    return switch (member.cardinality()) {
      case IMPLICIT -> isScalar ? member.typed(member.scalar(), Cardinality.OPTIONAL) : member;
      case OPTIONAL -> member.typed(member.scalar(), Cardinality.IMPLICIT);
      case REPEATED -> member;
    };
  }

  private Member scalar() {
    int id = ++ids;
    int number = random.nextInt(8) == 0 ? 18_990 + id : 0;
    Cardinality cardinality = pick(List.of(Cardinality.values()));
    boolean isBad = number >= 19_000 && number <= 19_999;
    return new Member(
        id,
        "p" + id,
        "p" + id,
        isBad ? 0 : number,
        pick(SCALARS),
        0,
        cardinality,
        false,
        List.of(),
        false);
  }

  private Member anyMember(HistoryModel model, ModelType type) {
    Member member = scalar();
    ModelType target = pick(List.copyOf(model.types().values()));
    boolean isMap = member.cardinality() == Cardinality.REPEATED && random.nextBoolean();
    boolean refers = type.packageName().equals(FIRST) && target != null;
    return new Member(
        member.id(),
        member.key(),
        member.name(),
        member.number(),
        member.scalar(),
        refers ? target.id() : 0,
        refers && member.cardinality() == Cardinality.OPTIONAL
            ? Cardinality.IMPLICIT
            : member.cardinality(),
        isMap,
        List.of(),
        false);
  }

  private Member constant() {
    String key = "VALUE" + ++ids;
    return new Member(
        ids, key, key, 0, ScalarType.INT32, 0, Cardinality.IMPLICIT, false, List.of(), false);
  }

  private Member choice(int type, int target) {
    int id = cases.computeIfAbsent(type + "#" + target, key -> ++ids);
    String key = "case" + target;
    return new Member(
        id, key, key, 0, ScalarType.INT32, target, Cardinality.IMPLICIT, false, List.of(), false);
  }

  private static List<ModelType> inFirst(List<ModelType> types) {
    return types.stream().filter(type -> type.packageName().equals(FIRST)).toList();
  }

  private List<Member> shuffled(List<Member> members) {
    List<Member> all = new ArrayList<>(members);
    Collections.shuffle(all, random);
    return all;
  }

  private <T> T pick(List<T> of) {
    return of.isEmpty() ? null : of.get(random.nextInt(of.size()));
  }

  private static <T> List<T> plus(List<T> all, T one) {
    return all.contains(one) ? all : with(all, one);
  }

  private static <T> List<T> with(List<T> all, T one) {
    List<T> more = new ArrayList<>(all);
    more.add(one);
    return List.copyOf(more);
  }

  static @Nullable Member member(HistoryModel model, int type, int id) {
    ModelType one = model.types().get(type);
    return one == null
        ? null
        : one.members().stream().filter(member -> member.id() == id).findFirst().orElse(null);
  }
}
