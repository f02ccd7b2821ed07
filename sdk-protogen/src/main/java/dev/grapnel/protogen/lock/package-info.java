/**
 * Keeps numbers and names: what a lock file knows is never given to something else.
 *
 * <p>Identities are the keys of the schema, which come from Java. The meaning of a field is its
 * protobuf type, whether it is repeated, its oneof and its form. {@link
 * dev.grapnel.protogen.lock.Lock} is one package's file, {@link dev.grapnel.protogen.lock.LockStep}
 * compares locks with what is wanted and makes the next ones, and {@link
 * dev.grapnel.protogen.lock.LockMerge} joins the locks of two branches.
 *
 * <p>How one step goes: {@code Renames} brings the locks' keys up to date, {@code TypeStep} finds
 * each type's block and decides its name, {@code EntryStep} numbers fields and values, {@code
 * ServiceStep} does the calls, {@code LockCheck} tells what a lock that may not change lacks.
 */
@NullMarked
package dev.grapnel.protogen.lock;

import org.jspecify.annotations.NullMarked;
