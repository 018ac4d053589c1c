import Hummingbird
import Logging
import NIOCore

/// The shop behind a server that only this machine can reach.
public struct ShopServer {
  private let routes: ShopRoutes
  private let port: Int

  /// - Parameter port: 0 for a free one.
  public init(_ routes: ShopRoutes, port: Int) {
    self.routes = routes
    self.port = port
  }

  /// Serves until SIGINT or SIGTERM.
  /// - Parameter ready: is told the port when requests may come.
  /// - Throws: where the port is taken.
  public func run(ready: @escaping @Sendable (Int) -> Void) async throws {
    var logger = Logger(label: "ticket-shop")
    logger.logLevel = .critical
    let application = Application(
      router: routes.router(),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), serverName: "ticket-shop"),
      onServerRunning: { channel in ready(channel.localAddress?.port ?? 0) },
      logger: logger)
    try await application.runService()
  }
}
