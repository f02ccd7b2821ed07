/**
 * Interfaces as services.
 *
 * <p>{@link dev.grapnel.protogen.service.CodeFirst} is the door. {@code Methods} finds the methods
 * of an interface and what they are called as calls, {@code CallReader} tells by their types which
 * of the four kinds a call is, {@code MessageWriter} makes requests and responses. Types of other
 * libraries are known by name; none is loaded.
 */
@NullMarked
package dev.grapnel.protogen.service;

import org.jspecify.annotations.NullMarked;
