package dev.grapnel.protogen.template;

import dev.grapnel.protogen.annotation.Resource.Operation;
import java.util.EnumSet;
import java.util.Set;

/** The shape of the service that is generated for a model. */
public enum Template {
  /** Get, List, Create, Update and Delete, each with a request and a response of its own. */
  STANDARD,
  /** Get, Create, Update and Delete that answer with the model itself. */
  SEED,
  /** The standard methods of Google's API improvement proposals, AIP-131 to AIP-135. */
  AIP,
  /** A controller with List, Retrieve, Create, Update, PartialUpdate, Destroy and Stream. */
  SOCIO;

  /**
   * Tells what a service does if nothing else is said.
   *
   * @return a new set of operations
   */
  public Set<Operation> operations() {
    return switch (this) {
      case STANDARD, AIP -> EnumSet.complementOf(EnumSet.of(Operation.STREAM));
      case SEED -> EnumSet.of(Operation.GET, Operation.CREATE, Operation.UPDATE, Operation.DELETE);
      case SOCIO -> EnumSet.allOf(Operation.class);
    };
  }
}
