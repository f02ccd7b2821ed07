package dev.grapnel.protogen.modelservice;

/**
 * Answers Create: a new model.
 *
 * @param <T> the model
 * @param <ID> what identifies it
 */
public interface CreateService<T, ID> {

  /**
   * Returns where the models are kept.
   *
   * @return the repository
   */
  ModelRepository<T, ID> repository();

  /**
   * Adds a model.
   *
   * @param model the model as the request tells it; read-only properties have no value
   * @return the model as it is kept; by default what the repository says
   */
  default T create(T model) {
    return repository().create(model);
  }
}
