package dev.grapnel.interceptors.logging;

import com.google.protobuf.AbstractMessage;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnknownFieldSet;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.Notes;
import java.util.Map;

/** Says that it has all notes that an int can count, and counts those that are read. */
final class EndlessNotes extends AbstractMessage {

  private final Object note;
  private int read;

  private EndlessNotes(Object note) {
    this.note = note;
  }

  static EndlessNotes create() {
    return new EndlessNotes(Note.getDefaultInstance());
  }

  /** Its notes are none. */
  static EndlessNotes broken() {
    return new EndlessNotes("no note");
  }

  int read() {
    return read;
  }

  @Override
  public Descriptor getDescriptorForType() {
    return Notes.getDescriptor();
  }

  @Override
  public int getRepeatedFieldCount(FieldDescriptor field) {
    return Integer.MAX_VALUE;
  }

  @Override
  public Object getRepeatedField(FieldDescriptor field, int index) {
    read++;
    return note;
  }

  @Override
  public UnknownFieldSet getUnknownFields() {
    return UnknownFieldSet.getDefaultInstance();
  }

  @Override
  public boolean hasField(FieldDescriptor field) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object getField(FieldDescriptor field) {
    throw new UnsupportedOperationException("all of it");
  }

  @Override
  public Map<FieldDescriptor, Object> getAllFields() {
    throw new UnsupportedOperationException("all of it");
  }

  @Override
  public Parser<? extends Message> getParserForType() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Message.Builder newBuilderForType() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Message.Builder toBuilder() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Message getDefaultInstanceForType() {
    return Notes.getDefaultInstance();
  }
}
