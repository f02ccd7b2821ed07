package dev.grapnel.protogen.processor;

import dev.grapnel.protogen.GeneratedProtos;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.annotation.processing.Filer;
import javax.tools.StandardLocation;

/** Resources beside the class files. */
final class Resources {

  private static final String FOLDER = "META-INF/grapnel/";
  private static final String DESCRIPTORS = "descriptors.binpb";

  private Resources() {}

  static void write(GeneratedProtos protos, Filer filer) throws IOException {
    for (Map.Entry<String, String> file : protos.files().entrySet()) {
      write(file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8), filer);
    }
    write(DESCRIPTORS, protos.descriptors().toByteArray(), filer);
  }

  private static void write(String name, byte[] content, Filer filer) throws IOException {
    try (OutputStream to =
        filer.createResource(StandardLocation.CLASS_OUTPUT, "", FOLDER + name).openOutputStream()) {
      to.write(content);
    }
  }
}
