package dev.grapnel.core.config;

/**
 * How .proto files are generated from Java types.
 *
 * @param autoGenerate whether they are generated when the server starts, for development
 * @param outputDir the folder they are written to
 * @param packagePrefix what the proto package begins with; empty for nothing
 */
public record ProtoConfig(boolean autoGenerate, String outputDir, String packagePrefix) {}
