package dev.grapnel.protogen.modelservice;

import dev.grapnel.core.error.RpcException;
import io.grpc.Status;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Where models are kept. A read-only service needs {@link #find} and {@link #list} only.
 *
 * <p>Called by many threads at once. Exceptions go to the server's {@link
 * dev.grapnel.core.error.ExceptionMapper}; an {@link RpcException} goes to the client as it is:
 * ALREADY_EXISTS for a model that is there already, FAILED_PRECONDITION for one that cannot be
 * deleted because others need it.
 *
 * @param <T> the model
 * @param <ID> what identifies it
 */
public interface ModelRepository<T, ID> {

  /**
   * Finds one model.
   *
   * @param id its id
   * @return the model, if there is one
   */
  Optional<T> find(ID id);

  /**
   * Finds one page of models, in an order that is the same each time.
   *
   * @param query which page of which models
   * @return the page
   */
  Page<T> list(ListQuery query);

  /**
   * Counts models; asked only where answers have a field for it.
   *
   * @param query its filters say which models; the page is of no concern
   * @return how many there are on all pages; empty, the default, if it is not known
   */
  default OptionalLong count(ListQuery query) {
    return OptionalLong.empty();
  }

  /**
   * Finds all models, one after the other; as fast as the client reads them. The stream is closed
   * when it was read or the call has ended, and is read by several threads, one at a time.
   *
   * @param query which models in which order; its size says how many to ask for at once
   * @return the models; by default those of {@link #list}, page by page
   */
  default Stream<T> stream(ListQuery query) {
    return PageIterator.stream(this::list, query);
  }

  /**
   * Adds a model.
   *
   * @param model the model; its id has no value (null or 0) unless the client gave one
   * @return the model as it is kept, with its id
   * @throws RpcException UNIMPLEMENTED by default
   */
  default T create(T model) {
    throw unimplemented("created");
  }

  /**
   * Changes a model. What is read, changed and written should be one transaction: the change takes
   * from the model what the request does not say.
   *
   * @param id its id
   * @param change makes the new model of the one that is there; may be applied again after a
   *     conflict
   * @return the new model as it is kept; empty if there is none of that id
   * @throws RpcException UNIMPLEMENTED by default
   */
  default Optional<T> update(ID id, UnaryOperator<T> change) {
    throw unimplemented("changed");
  }

  /**
   * Removes a model.
   *
   * @param id its id
   * @return whether there was one
   * @throws RpcException UNIMPLEMENTED by default
   */
  default boolean delete(ID id) {
    throw unimplemented("deleted");
  }

  private static RpcException unimplemented(String what) {
    return RpcException.of(Status.Code.UNIMPLEMENTED, "models cannot be " + what + " here");
  }
}
