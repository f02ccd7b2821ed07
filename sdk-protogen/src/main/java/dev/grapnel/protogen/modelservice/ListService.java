package dev.grapnel.protogen.modelservice;

import java.util.OptionalLong;

/**
 * Answers List: a page of models.
 *
 * @param <T> the model
 * @param <ID> what identifies it
 */
public interface ListService<T, ID> {

  /**
   * Returns where the models are kept.
   *
   * @return the repository
   */
  ModelRepository<T, ID> repository();

  /**
   * Finds a page.
   *
   * @param query which page of which models; already checked
   * @return the page; by default the repository's
   */
  default Page<T> list(ListQuery query) {
    return repository().list(query);
  }

  /**
   * Counts the models of all pages; asked only where the answer has a field for it.
   *
   * @param query which models
   * @return how many; empty if it is not known; by default what the repository says
   */
  default OptionalLong count(ListQuery query) {
    return repository().count(query);
  }
}
