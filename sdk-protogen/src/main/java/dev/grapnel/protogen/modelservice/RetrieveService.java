package dev.grapnel.protogen.modelservice;

import java.util.Optional;

/**
 * Answers Retrieve, or Get: one model.
 *
 * @param <T> the model
 * @param <ID> what identifies it
 */
public interface RetrieveService<T, ID> {

  /**
   * Returns where the models are kept.
   *
   * @return the repository
   */
  ModelRepository<T, ID> repository();

  /**
   * Finds a model.
   *
   * @param id its id
   * @return the model; empty if there is none, which becomes NOT_FOUND; by default what the
   *     repository finds
   */
  default Optional<T> retrieve(ID id) {
    return repository().find(id);
  }
}
