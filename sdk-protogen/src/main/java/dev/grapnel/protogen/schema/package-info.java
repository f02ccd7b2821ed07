/**
 * What is generated: packages of messages, enums and services, as records.
 *
 * <p>One model for everything: the mapping makes it without numbers, the lock fills them in, and
 * text, descriptors and codecs are made from it, so that they cannot disagree. Things refer to each
 * other by {@linkplain dev.grapnel.protogen.schema.ProtoMessage#key() key}, which comes from Java;
 * their protobuf names may still change while the lock is asked.
 */
@NullMarked
package dev.grapnel.protogen.schema;

import org.jspecify.annotations.NullMarked;
