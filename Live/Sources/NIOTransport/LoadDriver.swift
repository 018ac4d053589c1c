import NIOCore
import NIOPosix
import Transports

/// The connections of one load, on one event loop: tells the load what has become of them, one event at a time, and
/// wakes it. Whatever happens while the load has the word, waits until it has returned.
final class LoadDriver: Connections {
  enum Event {
    case opened
    case answered(HTTPAnswer)
    case ended(ConnectionEnd)
  }

  private let loop: any EventLoop
  private let bootstrap: ClientBootstrap
  private let address: SocketAddress
  private let host: String
  private let security: ClientSecurity?
  /// Nil once it is over.
  private var load: (any Load)?
  /// The present life of each connection: what an earlier one still has to say is not heard.
  private var lives: [Int: ClientConnection] = [:]
  private var events: [(life: ClientConnection, event: Event)] = []
  private var isTelling = false
  private lazy var timer = WakeTimer(on: loop) { [unowned self] in tell() }

  init(_ load: any Load, to address: SocketAddress, host: String, security: ClientSecurity?, on loop: any EventLoop) {
    self.load = load
    self.security = security
    self.address = address
    self.host = host
    self.loop = loop
    bootstrap = ClientBootstrap(group: loop)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connectTimeout(.nanoseconds(TransportLimits.connect))
  }

  /// Gives the load the word for the first time. The loop keeps the driver until the load is over.
  func begin() {
    isTelling = true
    load?.begin(over: self)
    isTelling = false
    tell()
  }

  // MARK: What the load asks

  var now: Int64 { WakeTimer.now }

  func open(_ connection: Int) {
    precondition(lives[connection] == nil, "connection \(connection) is opened a second time")
    let life = ClientConnection(connection, host: host, security: security, driver: self)
    lives[connection] = life
    life.connect(with: bootstrap, to: address, on: loop)
  }

  func send(_ call: HTTPCall, on connection: Int) {
    guard let life = lives[connection] else {
      preconditionFailure("connection \(connection) is sent a request and is not open")
    }
    life.send(call)
  }

  func close(_ connection: Int) {
    lives.removeValue(forKey: connection)?.retire()
  }

  // MARK: What it is told

  /// Keeps an event for the next `tell`.
  func note(_ event: Event, of life: ClientConnection) {
    events.append((life, event))
  }

  /// Tells the load all that has been noted, wakes it, and sets the timer as it wants.
  func tell() {
    guard !isTelling, let load else { return }
    isTelling = true
    repeat {
      tellEvents(to: load)
      guard let wanted = load.wake() else { return finish() }
      timer.set(wanted)
    } while !events.isEmpty
    isTelling = false
  }

  private func tellEvents(to load: any Load) {
    // Telling one may note others.
    var next = 0
    while next < events.count {
      let (life, event) = events[next]
      next += 1
      guard lives[life.number] === life else { continue }
      switch event {
      case .opened: load.opened(life.number)
      case .answered(let answer): load.answered(life.number, answer)
      case .ended(let end):
        lives[life.number] = nil
        load.ended(life.number, end)
      }
    }
    events.removeAll(keepingCapacity: true)
  }

  private func finish() {
    load = nil
    timer.cancel()
    events = []
    for life in lives.values { life.retire() }
    lives = [:]
    // It cannot fail for a loop of its own; the thread is the caller's again when it has ended.
    loop.shutdownGracefully { _ in }
  }
}
