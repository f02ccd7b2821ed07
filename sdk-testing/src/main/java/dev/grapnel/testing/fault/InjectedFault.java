package dev.grapnel.testing.fault;

/**
 * A fault that was put on a call. Equal if all parts are.
 *
 * @param method the full name of the method, for example {@code user.UserService/GetUser}
 * @param call which call of the injector it was, of whatever method, from 1
 * @param fault the fault; of a random latency the one that was drawn
 */
public record InjectedFault(String method, long call, Fault fault) {

  @Override
  public String toString() {
    return "call %d of %s: %s".formatted(call, method, fault);
  }
}
