package dev.grapnel.samples.hub.library;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.grapnel.samples.hub.library.v1.BookControllerGrpc;
import dev.grapnel.samples.hub.library.v1.BookControllerGrpc.BookControllerBlockingStub;
import dev.grapnel.samples.hub.library.v1.BookListRequest;
import dev.grapnel.samples.hub.library.v1.BookListResponse;
import dev.grapnel.samples.hub.library.v1.BookResponse;
import dev.grapnel.samples.hub.library.v1.BookRetrieveRequest;
import dev.grapnel.samples.hub.library.v1.Genre;
import dev.grapnel.samples.hub.store.Database;
import dev.grapnel.testing.FakeChannel;
import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The service on a database, without a server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BookServiceTest {

  private Database database;
  private FakeChannel channel;
  private BookControllerBlockingStub books;

  @BeforeAll
  void open() {
    database = Database.open(Map.of(), 2);
    channel = FakeChannel.of(new BookService(new BookRepository(database)));
    books = channel.stub(BookControllerGrpc::newBlockingStub);
  }

  @AfterAll
  void close() {
    channel.close();
    database.close();
  }

  @Test
  void lists() {
    BookListResponse response = books.list(BookListRequest.getDefaultInstance());

    assertThat(response.getCount()).isEqualTo(5);
    assertThat(response.getResultsList())
        .extracting(BookResponse::getTitle)
        .startsWith("Middlemarch", "Effi Briest")
        .hasSize(5);
  }

  @Test
  void retrievesOneWithAllItsFields() {
    BookResponse book = books.retrieve(BookRetrieveRequest.newBuilder().setId(1).build());

    assertThat(book.getId()).isEqualTo(1);
    assertThat(book.getAuthor().getName()).isEqualTo("George Eliot");
    assertThat(book.getAuthor().getBorn()).isEqualTo(1819);
    assertThat(book.getGenre()).isEqualTo(Genre.GENRE_NOVEL);
    assertThat(book.getPublishedOn()).isEqualTo("1871-12-01");
    assertThat(book.getPrice()).isEqualTo("12.90");
    assertThat(book.getCreatedAt().getSeconds()).isPositive();
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    BookResponse book = books.retrieve(BookRetrieveRequest.newBuilder().setId(5).build());

    assertThat(book.hasPublishedOn()).isFalse();
    assertThat(book.getAuthor().hasBorn()).isFalse();
  }

  @Test
  void doesNotFindWhatIsNotThere() {
    assertThatCall(() -> books.retrieve(BookRetrieveRequest.newBuilder().setId(99).build()))
        .failsWith(Status.Code.NOT_FOUND)
        .hasDescription("there is no Book with the id 99");
  }

  @Test
  void filters() {
    BookListResponse response =
        books.list(BookListRequest.newBuilder().setFilters(struct("genre", "POETRY")).build());

    assertThat(response.getCount()).isEqualTo(2);
    assertThat(response.getResultsList())
        .extracting(BookResponse::getTitle)
        .containsExactly("Leaves of Grass", "Beowulf");
  }

  @Test
  void doesNotFilterByWhatIsNotForClients() {
    assertThatCall(
            () ->
                books.list(BookListRequest.newBuilder().setFilters(struct("shelf", "A1")).build()))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("_filters", "must filter by one of [genre, title]: \"shelf\" is none");
  }

  @Test
  void turnsPages() {
    Struct second =
        Struct.newBuilder()
            .putFields("page", Value.newBuilder().setNumberValue(2).build())
            .putFields("page_size", Value.newBuilder().setNumberValue(3).build())
            .build();

    BookListResponse response =
        books.list(BookListRequest.newBuilder().setPagination(second).build());

    assertThat(response.getCount()).isEqualTo(5);
    assertThat(response.getResultsList()).extracting(BookResponse::getId).containsExactly(4L, 5L);
  }

  private static Struct struct(String key, String value) {
    return Struct.newBuilder()
        .putFields(key, Value.newBuilder().setStringValue(value).build())
        .build();
  }
}
