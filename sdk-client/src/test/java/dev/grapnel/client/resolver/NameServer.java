package dev.grapnel.client.resolver;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on a port of its own that gives every name the same answer. */
final class NameServer implements AutoCloseable {

  /** What it says. */
  sealed interface Answer {}

  record Addresses(Duration ttl, List<String> texts) implements Answer {}

  record Refusal(DnsResponseCode code) implements Answer {}

  record Silence() implements Answer {}

  private static final int MOST_OVER_UDP = 20;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final LinkedBlockingQueue<String> questions = new LinkedBlockingQueue<>();
  private final AtomicInteger questionsOverTcp = new AtomicInteger();
  private final Channel tcp;
  private final Channel udp;
  private volatile Answer answer = new Refusal(DnsResponseCode.NXDOMAIN);

  private NameServer() {
    tcp =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel fresh) {
                    fresh
                        .pipeline()
                        .addLast(
                            new TcpDnsQueryDecoder(),
                            new TcpDnsResponseEncoder(),
                            new TcpResponder());
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
    udp =
        new Bootstrap()
            .group(group)
            .channel(NioDatagramChannel.class)
            .handler(
                new ChannelInitializer<DatagramChannel>() {
                  @Override
                  protected void initChannel(DatagramChannel fresh) {
                    fresh
                        .pipeline()
                        .addLast(
                            new DatagramDnsQueryDecoder(),
                            new DatagramDnsResponseEncoder(),
                            new UdpResponder());
                  }
                })
            .bind(tcp.localAddress())
            .syncUninterruptibly()
            .channel();
  }

  static NameServer start() {
    return new NameServer();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) udp.localAddress();
  }

  /** A target that asks this server. */
  Targets targets(String name, int port) {
    return Targets.uri("dns://127.0.0.1:" + address().getPort() + "/" + name + ":" + port);
  }

  void answer(Duration ttl, String... addresses) {
    answer = new Addresses(ttl, List.of(addresses));
  }

  void answer(Answer next) {
    answer = next;
  }

  /** Waits for the next question about IPv4 addresses and tells the name. */
  String awaitQuestion() throws InterruptedException {
    String name = questions.poll(10, TimeUnit.SECONDS);
    if (name == null) {
      throw new AssertionError("nobody asks");
    }
    return name;
  }

  /** How many questions about IPv4 addresses came and were not waited for. */
  int questions() {
    return questions.size();
  }

  int questionsOverTcp() {
    return questionsOverTcp.get();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** Returns whether there is anything to say. */
  private boolean fill(DnsResponse response, DnsQuestion question) throws UnknownHostException {
    response.setRecursionAvailable(true).addRecord(DnsSection.QUESTION, question);
    Answer now = answer;
    if (now instanceof Refusal refusal) {
      response.setCode(refusal.code());
    } else if (now instanceof Addresses addresses) {
      for (String text : addresses.texts()) {
        add(response, question, InetAddress.getByName(text), addresses.ttl());
      }
    }
    return !(now instanceof Silence);
  }

  private static void add(
      DnsResponse response, DnsQuestion question, InetAddress address, Duration ttl) {
    DnsRecordType type = address instanceof Inet4Address ? DnsRecordType.A : DnsRecordType.AAAA;
    if (question.type().equals(type)) {
      response.addRecord(
          DnsSection.ANSWER,
          new DefaultDnsRawRecord(
              question.name(),
              type,
              ttl.toSeconds(),
              Unpooled.wrappedBuffer(address.getAddress())));
    }
  }

  private final class UdpResponder extends SimpleChannelInboundHandler<DatagramDnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query)
        throws UnknownHostException {
      DnsQuestion question = query.recordAt(DnsSection.QUESTION);
      if (question.type().equals(DnsRecordType.A)) {
        questions.add(question.name());
      }
      DatagramDnsResponse response =
          new DatagramDnsResponse(
              /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
      boolean speaks = fill(response, question);
      if (response.count(DnsSection.ANSWER) > MOST_OVER_UDP) {
        response.setTruncated(true).clear(DnsSection.ANSWER);
      }
      if (speaks) {
        var unused = context.writeAndFlush(response);
      } else {
        response.release();
      }
    }
  }

  private final class TcpResponder extends SimpleChannelInboundHandler<DnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DnsQuery query)
        throws UnknownHostException {
      questionsOverTcp.incrementAndGet();
      DnsResponse response = new DefaultDnsResponse(query.id());
      fill(response, query.recordAt(DnsSection.QUESTION));
      var unused = context.writeAndFlush(response);
    }
  }
}
