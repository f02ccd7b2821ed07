package dev.grapnel.core.call;

import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks compressed requests so that what is no gzip is answered as any other malformed request.
 *
 * <p>grpc-java's own gzip reads its header as soon as the bytes are there: one that is broken fails
 * below the call, with UNKNOWN and a stack trace in the log.
 */
final class RequestCompression {

  /** How much comes out is limited by the server's largest message. */
  static final DecompressorRegistry DECOMPRESSORS =
      DecompressorRegistry.getDefaultInstance().with(new Gzip(), true);

  private RequestCompression() {}

  private static final class Gzip implements Decompressor {

    private final Codec.Gzip codec = new Codec.Gzip();

    @Override
    public String getMessageEncoding() {
      return codec.getMessageEncoding();
    }

    @Override
    public InputStream decompress(InputStream compressed) {
      return new Inflating(compressed, codec);
    }
  }

  /** Looks at the header with the first read, which is where a request is parsed. */
  private static final class Inflating extends InputStream {

    private final InputStream compressed;
    private final Decompressor codec;
    private @Nullable InputStream inflated;

    Inflating(InputStream compressed, Decompressor codec) {
      this.compressed = compressed;
      this.codec = codec;
    }

    @Override
    public int read() throws IOException {
      return inflated().read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return inflated().read(into, offset, length);
    }

    @Override
    public int available() throws IOException {
      return inflated().available();
    }

    @Override
    public void close() throws IOException {
      InputStream opened = inflated;
      if (opened == null) {
        compressed.close();
      } else {
        opened.close();
      }
    }

    private InputStream inflated() throws IOException {
      InputStream opened = inflated;
      if (opened == null) {
        opened = codec.decompress(compressed);
        inflated = opened;
      }
      return opened;
    }
  }
}
