package dev.grapnel.maven;

import dev.grapnel.protogen.annotation.ProtoMessage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.model.Build;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;

/** A project in a folder, as Maven gives it to goals, and what they log. */
final class TestProject {

  static final String ORDER = "src/main/java/com/acme/shop/Order.java";
  static final String PROTO = "src/main/protobuf/acme/shop/v1/shop.proto";
  static final String LOCK = "src/main/proto-lock/acme.shop.v1.lock.json";

  final List<String> log = new ArrayList<>();
  private final Path folder;

  TestProject(Path folder) {
    this.folder = folder;
  }

  Path file(String path) {
    return folder.resolve(path);
  }

  /** Writes the model. */
  TestProject order(String components) throws IOException {
    Path file = file(ORDER);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        package com.acme.shop;

        /** What is bought. */
        @dev.grapnel.protogen.annotation.ProtoMessage
        public record Order(%s) {}
        """
            .formatted(components));
    return this;
  }

  /** A goal of this project. */
  <M extends ProtoMojo> M with(M mojo) {
    MavenProject project = new MavenProject();
    project.setFile(file("pom.xml").toFile());
    Build build = new Build();
    build.setDirectory(file("target").toString());
    build.setOutputDirectory(file("target/classes").toString());
    project.setBuild(build);
    project.addCompileSourceRoot(file("src/main/java").toString());
    project.setArtifacts(Set.of(annotations()));
    mojo.project = project;
    mojo.protoDir = file("src/main/protobuf").toFile();
    log.clear();
    mojo.setLog(new Lines());
    return mojo;
  }

  private static Artifact annotations() {
    DefaultArtifactHandler jar = new DefaultArtifactHandler("jar");
    jar.setAddedToClasspath(true);
    Artifact artifact =
        new DefaultArtifact("dev.grapnel", "sdk-protogen", "1", "compile", "jar", null, jar);
    try {
      artifact.setFile(
          Path.of(ProtoMessage.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toFile());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
    return artifact;
  }

  private final class Lines extends SystemStreamLog {

    @Override
    public void info(CharSequence line) {
      log.add("info " + line);
    }

    @Override
    public void warn(CharSequence line) {
      log.add("warn " + line);
    }

    @Override
    public void error(CharSequence line) {
      log.add("error " + line);
    }
  }
}
