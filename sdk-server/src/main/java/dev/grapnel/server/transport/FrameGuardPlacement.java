package dev.grapnel.server.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;

/**
 * Gives way to a {@link FrameGuard} with the first bytes of a connection: only then it is known
 * whether they are TLS, behind which the guard has to stand.
 */
final class FrameGuardPlacement extends ChannelInboundHandlerAdapter {

  private final FloodTally tally;

  FrameGuardPlacement(FloodTally tally) {
    this.tally = tally;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ChannelPipeline pipeline = context.pipeline();
    FrameGuard guard = new FrameGuard(tally);
    ChannelHandlerContext tls = pipeline.context(SslHandler.class);
    if (tls == null) {
      pipeline.replace(this, null, guard);
    } else {
      pipeline.addAfter(tls.name(), null, guard);
      pipeline.remove(this);
    }
    context.fireChannelRead(message);
  }
}
