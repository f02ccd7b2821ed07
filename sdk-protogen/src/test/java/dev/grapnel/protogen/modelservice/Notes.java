package dev.grapnel.protogen.modelservice;

import dev.grapnel.core.error.RpcException;
import io.grpc.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Notes in memory. */
final class Notes implements ModelRepository<Note, Long> {

  static final Instant CREATED = Instant.parse("2026-01-31T12:34:56Z");

  final Map<Long, Note> kept = new TreeMap<>();
  int pages;

  static Notes of(int count) {
    Notes notes = new Notes();
    for (long id = 1; id <= count; id++) {
      notes.kept.put(
          id,
          new Note(
              id,
              "title " + id,
              id % 2 == 0 ? "even" : null,
              List.of("a", "b"),
              new Note.Place("Rome", "Via " + id),
              CREATED,
              "secret " + id));
    }
    return notes;
  }

  @Override
  public Optional<Note> find(Long id) {
    return Optional.ofNullable(kept.get(id));
  }

  private List<Note> matching(ListQuery query) {
    Comparator<Note> order = Comparator.comparing(Note::id);
    for (ListQuery.Order each : query.orders()) {
      Comparator<Note> byTitle = Comparator.comparing(Note::title);
      order = each.direction() == ListQuery.Direction.ASCENDING ? byTitle : byTitle.reversed();
    }
    return kept.values().stream()
        .filter(note -> query.filters().getOrDefault("title", note.title()).equals(note.title()))
        .filter(note -> query.filters().getOrDefault("createdAt", CREATED).equals(CREATED))
        .sorted(order)
        .toList();
  }

  @Override
  public Page<Note> list(ListQuery query) {
    pages++;
    return Page.of(
        matching(query).stream().skip(query.offset()).limit(query.limit()).toList(), query);
  }

  @Override
  public OptionalLong count(ListQuery query) {
    return OptionalLong.of(matching(query).size());
  }

  @Override
  public Note create(Note note) {
    long id = note.id() == 0 ? kept.size() + 1 : note.id();
    if (kept.containsKey(id)) {
      throw RpcException.of(Status.Code.ALREADY_EXISTS, "there is a note " + id);
    }
    Note made = new Note(id, note.title(), note.text(), note.tags(), note.place(), CREATED, "new");
    kept.put(id, made);
    return made;
  }

  @Override
  public Optional<Note> update(Long id, UnaryOperator<Note> change) {
    return Optional.ofNullable(kept.computeIfPresent(id, (same, note) -> change.apply(note)));
  }

  @Override
  public boolean delete(Long id) {
    return kept.remove(id) != null;
  }
}
