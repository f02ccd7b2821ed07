package dev.grapnel.protogen.modelservice;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;

/**
 * A service for models that answers what it implements of {@link ListService}, {@link
 * RetrieveService}, {@link CreateService}, {@link UpdateService}, {@link PartialUpdateService},
 * {@link DestroyService} and {@link StreamService}. Other methods of the generated service are
 * UNIMPLEMENTED.
 *
 * <p>Refusals: NOT_FOUND for an id that is not there; INVALID_ARGUMENT, with everything that is
 * wrong in BadRequest details, for values that the model cannot have (what its constructor says in
 * an {@link IllegalArgumentException} goes to the client), unknown paths in masks, filters and
 * orders that {@link ListOptions} does not name, negative sizes, and page tokens of other queries.
 *
 * <p>Subclasses override {@code list}, {@code retrieve} and their siblings to check who calls or to
 * narrow what is found. Called by many threads at once.
 *
 * @param <T> the model
 * @param <ID> what identifies it; the type of the model's id property, boxed
 */
public abstract class GenericService<T, ID> implements BindableService {

  private final ModelRepository<T, ID> repository;
  private final ServiceBinding<T, ID> binding;

  /**
   * Creates the service with the default {@link ListOptions}.
   *
   * @param service the generated descriptor, for example {@code
   *     BookControllerGrpc.getServiceDescriptor()}
   * @param repository where the models are kept
   * @param serializer makes messages of them
   * @throws IllegalArgumentException if these three do not fit each other
   */
  protected GenericService(
      ServiceDescriptor service, ModelRepository<T, ID> repository, ModelSerializer<T> serializer) {
    this(service, repository, serializer, ListOptions.defaults());
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
  @SuppressWarnings("this-escape") // The binding calls nothing until the service is bound.
  protected GenericService(
      ServiceDescriptor service,
      ModelRepository<T, ID> repository,
      ModelSerializer<T> serializer,
      ListOptions options) {
    this.repository = repository;
    this.binding = new ServiceBinding<>(service, this, serializer, options);
  }

  /**
   * Returns where the models are kept.
   *
   * @return the repository that the service was made with
   */
  public final ModelRepository<T, ID> repository() {
    return repository;
  }

  @Override
  public final ServerServiceDefinition bindService() {
    return binding.bind();
  }
}
