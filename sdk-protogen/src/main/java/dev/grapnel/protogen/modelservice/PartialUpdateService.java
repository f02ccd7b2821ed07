package dev.grapnel.protogen.modelservice;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Answers PartialUpdate: some fields of a model are changed, those that the request names.
 *
 * @param <T> the model
 * @param <ID> what identifies it
 */
public interface PartialUpdateService<T, ID> {

  /**
   * Returns where the models are kept.
   *
   * @return the repository
   */
  ModelRepository<T, ID> repository();

  /**
   * Changes a model in part.
   *
   * @param id its id
   * @param change makes the new model of the one that is there
   * @return the new model as it is kept; empty if there is none of that id, which becomes
   *     NOT_FOUND; by default what the repository says
   */
  default Optional<T> partialUpdate(ID id, UnaryOperator<T> change) {
    return repository().update(id, change);
  }
}
