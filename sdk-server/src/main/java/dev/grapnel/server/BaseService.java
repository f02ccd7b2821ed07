package dev.grapnel.server;

import com.google.protobuf.Message;
import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.error.ErrorDetails;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.security.Principal;
import io.grpc.Status;
import java.util.Optional;

/**
 * Gives a service short words for who calls, what came with the call, and how to refuse it.
 *
 * <pre>{@code
 * class WalletService extends WalletGrpc.WalletImplBase implements BaseService {
 *   public void getWallet(GetWalletRequest request, StreamObserver<Wallet> responses) {
 *     Principal user = requireUser();
 *     Wallet wallet = wallets.find(user.id(), request.getSymbol())
 *         .orElseThrow(() -> abortNotFound("no wallet for " + request.getSymbol()));
 *     …
 *   }
 * }
 * }</pre>
 *
 * <p>An interface, since Java services already extend their generated base. All answers come from
 * {@link CallContext#current()}; outside a call they throw {@link IllegalStateException}. The
 * {@code abort} methods always throw; they are declared to return the exception so that {@code
 * throw abortNotFound(…)} tells the compiler that the path ends.
 */
public interface BaseService {

  /**
   * Returns who calls.
   *
   * @return the principal; empty if the call is not authenticated
   */
  default Optional<Principal> user() {
    return CallContext.current().principal();
  }

  /**
   * Returns who calls, and refuses calls that are not authenticated.
   *
   * @return the principal
   * @throws RpcException UNAUTHENTICATED if there is none
   */
  default Principal requireUser() {
    return user().orElseThrow(() -> abortUnauthenticated("authentication is required"));
  }

  /**
   * Tells whether the caller is staff.
   *
   * @return whether there is a principal with the role {@link Principal#STAFF}
   */
  default boolean isStaff() {
    return user().map(Principal::isStaff).orElse(false);
  }

  /**
   * Returns who calls, and refuses all but staff.
   *
   * @return the principal
   * @throws RpcException UNAUTHENTICATED if there is none, PERMISSION_DENIED if it is not staff
   */
  default Principal requireStaff() {
    Principal user = requireUser();
    if (!user.isStaff()) {
      throw abortPermissionDenied("staff only");
    }
    return user;
  }

  /**
   * Tells whether the caller has a permission.
   *
   * @param permission the permission, for example {@code crypto.delete_coin}
   * @return whether there is a principal that has it
   */
  default boolean hasPermission(String permission) {
    return user().map(user -> user.hasPermission(permission)).orElse(false);
  }

  /**
   * Returns who calls, and refuses those without a permission.
   *
   * @param permission the permission, for example {@code crypto.delete_coin}
   * @return the principal
   * @throws RpcException UNAUTHENTICATED if there is none, PERMISSION_DENIED if it lacks the
   *     permission
   */
  default Principal requirePermission(String permission) {
    Principal user = requireUser();
    if (!user.hasPermission(permission)) {
      throw abortPermissionDenied("the permission " + permission + " is required");
    }
    return user;
  }

  /**
   * Returns a value of the request metadata.
   *
   * @param key the name, for example {@code user-agent}
   * @return the value, if it was sent
   */
  default Optional<String> metadata(String key) {
    return CallContext.current().metadata(key);
  }

  /**
   * Sends metadata with the response.
   *
   * @param key the name
   * @param value the value, printable ASCII
   * @throws IllegalStateException if the response headers are already sent
   */
  default void responseMetadata(String key, String value) {
    CallContext.current().responseMetadata(key, value);
  }

  /**
   * Returns who is at the other end of the connection.
   *
   * @return the address, for example {@code ipv4:127.0.0.1:51234}
   */
  default String peer() {
    return CallContext.current().peer();
  }

  /**
   * Refuses the call.
   *
   * @param code the status code, anything but OK
   * @param message the text for the client
   * @param details google.rpc details or other messages for the client
   * @return never
   * @throws RpcException always
   */
  default RpcException abort(Status.Code code, String message, Message... details) {
    throw RpcException.of(code, message, details);
  }

  /**
   * Refuses the call because the request is wrong.
   *
   * @param message the text for the client
   * @return never
   * @throws RpcException always, INVALID_ARGUMENT
   */
  default RpcException abortInvalidArgument(String message) {
    throw abort(Status.Code.INVALID_ARGUMENT, message);
  }

  /**
   * Refuses the call because one field of the request is wrong.
   *
   * @param field the path of the field, for example {@code address.city}
   * @param description what was expected, for example {@code must not be empty}
   * @return never
   * @throws RpcException always, INVALID_ARGUMENT with the field in BadRequest details
   */
  default RpcException abortInvalidArgument(String field, String description) {
    throw abort(
        Status.Code.INVALID_ARGUMENT,
        field + " " + description,
        ErrorDetails.badRequest(field, description));
  }

  /**
   * Refuses the call because what it asks for does not exist.
   *
   * @param message the text for the client
   * @param details google.rpc details or other messages for the client
   * @return never
   * @throws RpcException always, NOT_FOUND
   */
  default RpcException abortNotFound(String message, Message... details) {
    throw abort(Status.Code.NOT_FOUND, message, details);
  }

  /**
   * Refuses the call because the caller may not do this.
   *
   * @param message the text for the client
   * @return never
   * @throws RpcException always, PERMISSION_DENIED
   */
  default RpcException abortPermissionDenied(String message) {
    throw abort(Status.Code.PERMISSION_DENIED, message);
  }

  /**
   * Refuses the call because nobody knows who calls.
   *
   * @param message the text for the client
   * @return never
   * @throws RpcException always, UNAUTHENTICATED
   */
  default RpcException abortUnauthenticated(String message) {
    throw abort(Status.Code.UNAUTHENTICATED, message);
  }

  /**
   * Refuses the call because the method does not exist here.
   *
   * @param message the text for the client
   * @return never
   * @throws RpcException always, UNIMPLEMENTED
   */
  default RpcException abortUnimplemented(String message) {
    throw abort(Status.Code.UNIMPLEMENTED, message);
  }

  /**
   * Refuses the call because what it would create exists.
   *
   * @param message the text for the client
   * @param details google.rpc details or other messages for the client
   * @return never
   * @throws RpcException always, ALREADY_EXISTS
   */
  default RpcException abortAlreadyExists(String message, Message... details) {
    throw abort(Status.Code.ALREADY_EXISTS, message, details);
  }

  /**
   * Refuses the call because things are not as it needs them; trying again does not help.
   *
   * @param message the text for the client
   * @param details google.rpc details or other messages for the client
   * @return never
   * @throws RpcException always, FAILED_PRECONDITION
   */
  default RpcException abortFailedPrecondition(String message, Message... details) {
    throw abort(Status.Code.FAILED_PRECONDITION, message, details);
  }

  /**
   * Refuses the call because a quota or another resource is used up.
   *
   * @param message the text for the client
   * @param details google.rpc details or other messages for the client
   * @return never
   * @throws RpcException always, RESOURCE_EXHAUSTED
   */
  default RpcException abortResourceExhausted(String message, Message... details) {
    throw abort(Status.Code.RESOURCE_EXHAUSTED, message, details);
  }

  /**
   * Refuses the call because something it needs is away; trying again may help.
   *
   * @param message the text for the client
   * @param details google.rpc details or other messages for the client
   * @return never
   * @throws RpcException always, UNAVAILABLE
   */
  default RpcException abortUnavailable(String message, Message... details) {
    throw abort(Status.Code.UNAVAILABLE, message, details);
  }

  /**
   * Refuses the call because something broke on our side. Prefer to let the exception itself fly:
   * it is logged with an id, and its text stays here.
   *
   * @param message the text for the client
   * @return never
   * @throws RpcException always, INTERNAL
   */
  default RpcException abortInternal(String message) {
    throw abort(Status.Code.INTERNAL, message);
  }
}
