package dev.grapnel.protogen.modelservice;

import io.grpc.ServiceDescriptor;

/**
 * Lists and retrieves models.
 *
 * <pre>{@code
 * final class BookService extends ReadOnlyModelService<Book, Long> {
 *   BookService(ModelRepository<Book, Long> books) {
 *     super(
 *         BookControllerGrpc.getServiceDescriptor(),
 *         books,
 *         ModelSerializer.of(Book.class)
 *             .fields("id", "title", "createdAt")
 *             .protoClass(BookResponse.class)
 *             .protoClassList(BookListResponse.class)
 *             .build());
 *   }
 * }
 * }</pre>
 *
 * @param <T> the model
 * @param <ID> what identifies it
 */
public abstract class ReadOnlyModelService<T, ID> extends GenericService<T, ID>
    implements ListService<T, ID>, RetrieveService<T, ID> {

  /**
   * Creates the service with the default {@link ListOptions}.
   *
   * @param service the generated descriptor, for example {@code
   *     BookControllerGrpc.getServiceDescriptor()}
   * @param repository where the models are kept
   * @param serializer makes messages of them
   * @throws IllegalArgumentException if these three do not fit each other
   */
  protected ReadOnlyModelService(
      ServiceDescriptor service, ModelRepository<T, ID> repository, ModelSerializer<T> serializer) {
    super(service, repository, serializer);
  }

  /**
   * Creates the service.
   *
   * @param service the generated descriptor
   * @param repository where the models are kept
   * @param serializer makes messages of them
   * @param options what clients may ask of lists
   * @throws IllegalArgumentException if these do not fit each other
   */
  protected ReadOnlyModelService(
      ServiceDescriptor service,
      ModelRepository<T, ID> repository,
      ModelSerializer<T> serializer,
      ListOptions options) {
    super(service, repository, serializer, options);
  }
}
