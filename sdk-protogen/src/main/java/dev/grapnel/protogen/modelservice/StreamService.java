package dev.grapnel.protogen.modelservice;

import java.util.stream.Stream;

/**
 * Answers Stream: all models, as fast as the client reads them.
 *
 * @param <T> the model
 * @param <ID> what identifies it
 */
public interface StreamService<T, ID> {

  /**
   * Returns where the models are kept.
   *
   * @return the repository
   */
  ModelRepository<T, ID> repository();

  /**
   * Finds models, one after the other.
   *
   * @param query which models
   * @return the models; closed when the call ends; by default those of the repository
   */
  default Stream<T> stream(ListQuery query) {
    return repository().stream(query);
  }
}
