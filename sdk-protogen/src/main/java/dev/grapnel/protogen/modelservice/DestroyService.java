package dev.grapnel.protogen.modelservice;

/**
 * Answers Destroy, or Delete: a model is removed.
 *
 * @param <T> the model
 * @param <ID> what identifies it
 */
public interface DestroyService<T, ID> {

  /**
   * Returns where the models are kept.
   *
   * @return the repository
   */
  ModelRepository<T, ID> repository();

  /**
   * Removes a model.
   *
   * @param id its id
   * @return whether there was one; if not, the answer is NOT_FOUND; by default what the repository
   *     says
   */
  default boolean destroy(ID id) {
    return repository().delete(id);
  }
}
