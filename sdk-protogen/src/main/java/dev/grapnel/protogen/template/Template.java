package dev.grapnel.protogen.template;

/** The shape of the service that is generated for a model. */
public enum Template {
  /** Get, List, Create, Update and Delete, each with a request and a response of its own. */
  STANDARD,
  /** Get, Create, Update and Delete that answer with the model itself. */
  SEED,
  /** The standard methods of Google's API improvement proposals, AIP-131 to AIP-135. */
  AIP,
  /** A controller with List, Retrieve, Create, Update, PartialUpdate, Destroy and Stream. */
  SOCIO
}
