package dev.grapnel.interceptors.validation;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest.FieldViolation;
import java.util.Collection;
import java.util.List;

/** The rules that stand in the schema; so that only one class knows the library that reads them. */
interface SchemaRules {

  /**
   * Checks a message.
   *
   * @return what is wrong, only so many; empty if all rules hold
   * @throws Exception if a rule cannot be evaluated
   */
  List<FieldViolation> violations(Message message, int most) throws Exception;

  /** Compiles the rules of types, and says which do not compile. */
  List<String> problems(Collection<Descriptor> types);
}
