package dev.grapnel.protogen.service;

import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.schema.Origin;

/**
 * A method that is a call.
 *
 * @param rpc what it is called as a call
 * @param method the method, without type variables of the interface
 * @param origin for findings
 */
record ServiceMethod(String rpc, JavaMethod method, Origin origin) {

  /** What the lock knows it by: the name of the call as a Java name, which pins it on the wire. */
  String key() {
    return Character.toLowerCase(rpc.charAt(0)) + rpc.substring(1);
  }
}
