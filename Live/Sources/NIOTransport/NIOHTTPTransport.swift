import Glibc
import NIOCore
import NIOPosix
import Transports

/// HTTP/1.1 over SwiftNIO for loads, in plain text or by TLS, and behind Hummingbird for services.
public struct NIOHTTPTransport: Transport {
  /// A transport that has opened nothing yet.
  public init() {}

  /// Drives a load on the caller's thread, which becomes the event loop until the load is over.
  ///
  /// - Throws: what SwiftNIO says of an address that is not numeric, and `ClientSecurity.Problem` of authorities that cannot
  ///   be read.
  public func drive(_ load: any Load, at target: TransportTarget) throws {
    let address = try SocketAddress(ipAddress: target.address, port: target.port)
    let security = try target.tls.map { try ClientSecurity($0) }
    // The driver lives as long as its loop.
    var driver: LoadDriver?
    MultiThreadedEventLoopGroup.withCurrentThreadAsEventLoop { loop in
      let begun = LoadDriver(load, to: address, host: target.host, security: security, on: loop)
      driver = begun
      begun.begin()
    }
    withExtendedLifetime(driver) {}
  }

  /// An echo on an event loop thread of its own; `stop` is not to be called from an event loop.
  public func startEcho() throws -> EchoServer { try EchoHandler.start() }

  /// Answers by Hummingbird, on the caller's thread, which becomes the event loop until the service is over. A request
  /// with a body over 1 MiB is answered with 413 and not shown to the service. What the service has not answered when
  /// it is over is not answered: its connection is closed.
  ///
  /// - Throws: `ListeningProblem` where it cannot listen.
  public func serve(_ service: any Transports.Service, port: Int, whenReady: @escaping @Sendable (Int) -> Void) throws {
    var driver: ServiceDriver?
    MultiThreadedEventLoopGroup.withCurrentThreadAsEventLoop { loop in
      let begun = ServiceDriver(service, on: loop)
      driver = begun
      begun.begin(port: port, whenReady: whenReady)
    }
    guard let failure = driver?.failure else { return }
    guard let system = failure as? IOError else { throw failure }
    throw ListeningProblem(
      port: port,
      reason: system.errnoCode == EADDRINUSE
        ? "another program does; name another port, or 0 for any that is free"
        : String(cString: strerror(system.errnoCode)))
  }
}
