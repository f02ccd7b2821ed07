package dev.grapnel.protogen.cli;

import dev.grapnel.protogen.model.ClassSource;

/**
 * Classes that can be read.
 *
 * @param source reads them by name
 * @param names the names there are
 * @param loader loads the classes that protoc made, and no others
 * @param closing lets go of files
 */
record OpenClasses(ClassSource source, ClassNames names, ClassLoader loader, Runnable closing)
    implements AutoCloseable {

  @Override
  public void close() {
    closing.run();
  }
}
