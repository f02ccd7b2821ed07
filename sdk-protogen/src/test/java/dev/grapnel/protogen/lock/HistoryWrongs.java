package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.lock.HistoryModel.Kind;
import dev.grapnel.protogen.lock.HistoryModel.Member;
import dev.grapnel.protogen.lock.HistoryModel.ModelType;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random edits that a lock must refuse. */
final class HistoryWrongs {

  /** A model that must not pass. */
  record Wrong(String what, HistoryModel model, List<Code> codes) {}

  private final Random random;
  private final HistoryEdits edits;

  HistoryWrongs(Random random, HistoryEdits edits) {
    this.random = random;
    this.edits = edits;
  }

  @Nullable Wrong next(HistoryModel model, Map<Integer, LockedEntry> published) {
    List<ModelType> records = model.of(Kind.RECORD);
    if (records.isEmpty()) {
      return null;
    }
    ModelType type = records.get(random.nextInt(records.size()));
    if (type.members().isEmpty()) {
      return null;
    }
    Member member = type.members().get(random.nextInt(type.members().size()));
    return switch (random.nextInt(6)) {
      case 0 -> retyped(model, type, member);
      case 1 ->
          wrong(
              "rename without formerly",
              model,
              type,
              member,
              member.named("unsaid", "unsaid", List.of()),
              Code.PROBABLE_RENAME);
      case 2 ->
          wrong(
              "another number",
              model,
              type,
              member,
              member.numbered(500_000),
              Code.NUMBER_DISAGREES);
      case 3 -> reused(model, type, published);
      case 4 -> doubled(model, type, published.get(member.id()).number());
      default ->
          wrong(
              "another name",
              model,
              type,
              member,
              member.named(member.key(), "unsaid", List.of()),
              Code.PROBABLE_RENAME);
    };
  }

  private static Wrong retyped(HistoryModel model, ModelType type, Member member) {
    ScalarType other = member.scalar() == ScalarType.INT32 ? ScalarType.SINT32 : ScalarType.INT32;
    Member retyped =
        member.target() == 0
            ? member.typed(other, member.cardinality())
            : new Member(
                member.id(),
                member.key(),
                member.name(),
                member.number(),
                ScalarType.STRING,
                0,
                member.cardinality(),
                false,
                member.formerly(),
                false);
    return wrong("another type", model, type, member, retyped, Code.TYPE_CHANGED);
  }

  private static Wrong wrong(
      String what, HistoryModel model, ModelType type, Member member, Member changed, Code code) {
    List<Member> members = new ArrayList<>(type.members());
    members.set(members.indexOf(member), changed);
    return new Wrong(what, model.with(type.with(members)), List.of(code));
  }

  private @Nullable Wrong reused(
      HistoryModel model, ModelType type, Map<Integer, LockedEntry> published) {
    List<Member> removed =
        edits.removed(type).stream()
            .filter(one -> HistoryEdits.member(model, type.id(), one.id()) == null)
            .filter(one -> published.containsKey(one.id()))
            .toList();
    if (removed.isEmpty()) {
      return null;
    }
    String name = published.get(removed.get(random.nextInt(removed.size())).id()).name();
    List<Member> members = new ArrayList<>(type.members());
    members.add(plain("reusesName", name, 0));
    return new Wrong(
        "the reserved name " + name, model.with(type.with(members)), List.of(Code.RESERVED_REUSED));
  }

  private static Wrong doubled(HistoryModel model, ModelType type, int number) {
    List<Member> members = new ArrayList<>(type.members());
    members.add(plain("doublesNumber", "doubles_number", number));
    return new Wrong(
        "the number " + number, model.with(type.with(members)), List.of(Code.DUPLICATE_NUMBER));
  }

  private static Member plain(String key, String name, int number) {
    return new Member(
        -1, key, name, number, ScalarType.STRING, 0, Cardinality.IMPLICIT, false, List.of(), false);
  }
}
