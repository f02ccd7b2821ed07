package dev.grapnel.protogen.modelservice;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Answers Update: a model is replaced; or changed in part, where the request has an {@code
 * update_mask}.
 *
 * @param <T> the model
 * @param <ID> what identifies it
 */
public interface UpdateService<T, ID> {

  /**
   * Returns where the models are kept.
   *
   * @return the repository
   */
  ModelRepository<T, ID> repository();

  /**
   * Changes a model.
   *
   * @param id its id
   * @param change makes the new model of the one that is there; the id and read-only properties
   *     stay
   * @return the new model as it is kept; empty if there is none of that id, which becomes
   *     NOT_FOUND; by default what the repository says
   */
  default Optional<T> update(ID id, UnaryOperator<T> change) {
    return repository().update(id, change);
  }
}
