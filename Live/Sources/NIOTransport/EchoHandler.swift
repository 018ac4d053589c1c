import NIOCore
import NIOHTTP1
import NIOPosix
import Transports

/// The echo: as little work a request as a server of HTTP/1.1 can do on one thread.
final class EchoHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  private static let answer = ByteBuffer(string: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")

  private var keepsAlive = true

  /// A server that runs until it is stopped.
  ///
  /// - Throws: when there is no port to listen on.
  static func start() throws -> EchoServer {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    do {
      let server = try ServerBootstrap(group: group)
        .serverChannelOption(.backlog, value: 1_024)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandlers(
              ByteToMessageHandler(HTTPRequestDecoder()), EchoHandler())
          }
        }
        .bind(host: "127.0.0.1", port: 0).wait()
      // It has one: it was bound.
      let port = server.localAddress?.port ?? 0
      return EchoServer(port: port) { try? group.syncShutdownGracefully() }
    } catch {
      try? group.syncShutdownGracefully()
      throw error
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): keepsAlive = head.isKeepAlive
    case .body: break
    case .end:
      context.writeAndFlush(wrapOutboundOut(Self.answer), promise: nil)
      if !keepsAlive { context.close(promise: nil) }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
