package dev.grapnel.samples.hub.library;

import dev.grapnel.protogen.modelservice.ListOptions;
import dev.grapnel.protogen.modelservice.ModelRepository;
import dev.grapnel.protogen.modelservice.ModelSerializer;
import dev.grapnel.protogen.modelservice.ReadOnlyModelService;
import dev.grapnel.samples.hub.library.v1.BookControllerGrpc;
import dev.grapnel.samples.hub.library.v1.BookListResponse;
import dev.grapnel.samples.hub.library.v1.BookResponse;

/** Lists and retrieves books. */
public final class BookService extends ReadOnlyModelService<Book, Long> {

  private static final ModelSerializer<Book> BOOKS =
      ModelSerializer.of(Book.class)
          .fields("id", "title", "author", "genre", "publishedOn", "price", "createdAt")
          .protoClass(BookResponse.class)
          .protoClassList(BookListResponse.class)
          .build();

  private static final ListOptions LISTS =
      ListOptions.builder().defaultSize(20).filters("title", "genre").build();

  /** The service for the books of a repository. */
  public BookService(ModelRepository<Book, Long> books) {
    super(BookControllerGrpc.getServiceDescriptor(), books, BOOKS, LISTS);
  }
}
