package dev.grapnel.protogen.processor;

import com.google.protobuf.ByteString;
import dev.grapnel.protogen.GeneratedProtos;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import javax.annotation.processing.Filer;
import javax.tools.StandardLocation;

/** Resources beside the class files. */
final class Resources {

  private static final String FOLDER = "META-INF/grapnel/";

  private Resources() {}

  static void write(GeneratedProtos protos, Filer filer) throws IOException {
    for (Map.Entry<String, String> file : protos.files().entrySet()) {
      write(FOLDER + file.getKey(), ByteString.copyFromUtf8(file.getValue()), filer);
    }
    for (Map.Entry<String, ByteString> resource : protos.resources().entrySet()) {
      write(resource.getKey(), resource.getValue(), filer);
    }
  }

  private static void write(String name, ByteString content, Filer filer) throws IOException {
    try (OutputStream to =
        filer.createResource(StandardLocation.CLASS_OUTPUT, "", name).openOutputStream()) {
      content.writeTo(to);
    }
  }
}
