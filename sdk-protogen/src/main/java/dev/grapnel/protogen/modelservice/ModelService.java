package dev.grapnel.protogen.modelservice;

import io.grpc.ServiceDescriptor;

/**
 * Lists, retrieves, creates, updates and deletes models. A stream of them is opt-in: {@code
 * implements StreamService}. Where the generated service has no PartialUpdate, Update is told by
 * its {@code update_mask} what to change.
 *
 * @param <T> the model
 * @param <ID> what identifies it
 */
public abstract class ModelService<T, ID> extends GenericService<T, ID>
    implements ListService<T, ID>,
        RetrieveService<T, ID>,
        CreateService<T, ID>,
        UpdateService<T, ID>,
        PartialUpdateService<T, ID>,
        DestroyService<T, ID> {

  /**
   * Creates the service with the default {@link ListOptions}.
   *
   * @param service the generated descriptor, for example {@code
   *     BookControllerGrpc.getServiceDescriptor()}
   * @param repository where the models are kept
   * @param serializer makes messages of them
   * @throws IllegalArgumentException if these three do not fit each other
   */
  protected ModelService(
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
  protected ModelService(
      ServiceDescriptor service,
      ModelRepository<T, ID> repository,
      ModelSerializer<T> serializer,
      ListOptions options) {
    super(service, repository, serializer, options);
  }
}
