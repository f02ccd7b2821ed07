package dev.grapnel.protogen.schema;

import java.util.List;

/**
 * Packages that may refer to each other. Immutable.
 *
 * @param packages the packages, sorted by name
 */
public record ProtoSchema(List<ProtoPackage> packages) {

  /**
   * Copies what could change.
   *
   * @param packages the packages, sorted by name
   */
  public ProtoSchema {
    packages = List.copyOf(packages);
  }
}
