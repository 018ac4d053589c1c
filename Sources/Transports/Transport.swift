/// What carries requests and answers between this program and others. One is given to `Program.main`; the commands that
/// load a service or stand in for one need it, and everything that they decide and measure is on this side of it, so that
/// tests can put a transport of their own, with a clock of their own, in its place.
///
/// All calls to a load or a service come from one thread, that of the transport's loop, and so do all calls back.
public protocol Transport: Sendable {
  /// Drives a load until it says that it is over, on the caller's thread.
  ///
  /// - Parameter target: where all of its connections go.
  /// - Throws: when the loop itself cannot run. What becomes of connections is told to the load.
  func drive(_ load: any Load, at target: TransportTarget) throws

  /// Listens on 127.0.0.1 and answers with a service until it says that it is over, on the caller's thread.
  ///
  /// - Parameters:
  ///   - port: 0 for any that is free.
  ///   - whenReady: told the port, once requests are taken.
  /// - Throws: when it cannot listen there.
  func serve(_ service: any Service, port: Int, whenReady: @escaping @Sendable (Int) -> Void) throws

  /// A server of this process, on 127.0.0.1 and a thread of its own, that answers every request at once with 200 and
  /// two bytes, so that what this machine adds to every measurement can be measured.
  func startEcho() throws -> EchoServer
}

/// Nobody can be served at a port.
public struct ListeningProblem: Error, Sendable, CustomStringConvertible {
  /// Of 127.0.0.1.
  public var port: Int
  /// Why, in words for a person.
  public var reason: String
  /// A port, and why nobody can be served there.
  public init(port: Int, reason: String) { (self.port, self.reason) = (port, reason) }
  /// Both as a sentence.
  public var description: String { "cannot listen on 127.0.0.1:\(port): \(reason)" }
}

/// Where connections go: an address that was resolved before, never a name.
public struct TransportTarget: Sendable, Equatable {
  /// Numeric: `127.0.0.1`, `::1`.
  public var address: String
  /// 1 to 65535.
  public var port: Int
  /// What goes into `host`: a name or an address, with the port where it is not the usual one.
  public var host: String
  /// Whether to speak TLS, and whom to trust; nil for plain text.
  public var tls: TLSSettings?
  /// A target, spoken to in plain text.
  public init(address: String, port: Int, host: String) {
    self.address = address
    self.port = port
    self.host = host
  }
}

/// How the certificate of a target is checked; it always is, with the name that the URL has.
public struct TLSSettings: Sendable, Equatable {
  /// Without port: what the certificate must be for.
  public var name: String
  /// Path of a PEM file of authorities, in place of the system's; nil for the system's.
  public var authorities: String?
  /// Settings that trust the given authorities.
  public init(name: String, authorities: String? = nil) {
    self.name = name
    self.authorities = authorities
  }
}

/// The echo of `Transport.startEcho`.
public struct EchoServer: Sendable {
  /// Where it listens.
  public var port: Int
  /// Ends it; returns when it is over.
  public var stop: @Sendable () -> Void
  /// A server that is running.
  public init(port: Int, stop: @escaping @Sendable () -> Void) {
    self.port = port
    self.stop = stop
  }
}

/// What a load asks of its transport. A connection is a number of the load's choice, and may be opened again after its
/// end has been told.
public protocol Connections: AnyObject {
  /// Nanoseconds of the monotonic clock (CLOCK_MONOTONIC).
  var now: Int64 { get }
  /// Opens a connection, with TCP_NODELAY; `opened` or `ended` follows.
  func open(_ connection: Int)
  /// Writes a request to a connection that is open and has no other request in hand, in one write; `answered` or `ended`
  /// follows. The write has been handed to the system when it returns.
  func send(_ call: HTTPCall, on connection: Int)
  /// Closes a connection at once, whatever is in hand; `ended` does not follow.
  func close(_ connection: Int)
}

/// Who sends requests: the generator.
public protocol Load: AnyObject {
  /// Called once, before anything else.
  func begin(over connections: any Connections)
  /// A connection can take a request.
  func opened(_ connection: Int)
  /// The whole answer has come, and the connection can take the next request; where the other side closes it after this
  /// answer, `ended` follows.
  func answered(_ connection: Int, _ answer: HTTPAnswer)
  /// A connection is no more. What it had in hand is not answered.
  func ended(_ connection: Int, _ end: ConnectionEnd)
  /// Does whatever is due. Called after every other call, and at the latest at the instant that it has given.
  ///
  /// - Returns: when it wants to be called again, on the clock of `Connections.now`; nil when the load is over.
  func wake() -> Int64?
}

/// Who answers requests: the twin.
public protocol Service: AnyObject {
  /// Called once, before anything else, with the clock that `wake` goes by.
  func begin(clock: @escaping () -> Int64)
  /// A request has come, its `host` among its fields. `reply` is to be called once, on the loop's thread, now or later.
  func received(_ call: HTTPCall, reply: @escaping (HTTPAnswer) -> Void)
  /// Does whatever is due; as that of a load.
  func wake() -> Int64?
}
