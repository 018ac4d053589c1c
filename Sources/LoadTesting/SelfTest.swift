import Experiments
import Scenarios
import Statistics
import Transports

/// What this machine adds: the generator's transport against an echo of its own, first as fast as answers come, then at
/// the pace of the run.
package final class SelfTest: Load {
  private enum Phase { case connecting, burst, paced, over }

  private weak var connections: (any Connections)?
  private let wanted: Double
  private let count: Int
  private var phase = Phase.connecting
  private var opened = 0
  private var free: [Int] = []
  private var began: Int64 = 0
  private var answers = 0
  private var due: [Int64] = []
  private var next = 0
  private var inHand: [Int: Int64] = [:]
  private var sendLag = Histogram()
  private var latency = Histogram()
  private var carried = 0.0
  private var rate = 0.0

  static let burst: Int64 = 700_000_000
  static let paced: Int64 = 1_000_000_000
  private static let call = HTTPCall(method: "GET", path: "/")

  /// - Parameters:
  ///   - rate: requests a second of the run that follows.
  package init(rate: Double, connections: Int) {
    wanted = rate
    count = max(1, min(connections, 64))
  }

  /// Runs it.
  package static func run(on transport: any Transport, rate: Double, connections: Int) throws -> LiveResult.Floor {
    let echo = try transport.startEcho()
    defer { echo.stop() }
    let test = SelfTest(rate: rate, connections: connections)
    try transport.drive(test, at: TransportTarget(address: "127.0.0.1", port: echo.port, host: "127.0.0.1"))
    return LiveResult.Floor(
      carried: test.carried, rate: test.rate, sendLag: .init(test.sendLag), latency: .init(test.latency))
  }

  package func begin(over connections: any Connections) {
    self.connections = connections
    for connection in 0..<count { connections.open(connection) }
  }

  package func opened(_ connection: Int) {
    opened += 1
    free.append(connection)
    guard opened == count, let connections else { return }
    phase = .burst
    began = connections.now
    for connection in free { connections.send(Self.call, on: connection) }
    free = []
  }

  package func ended(_ connection: Int, _ end: ConnectionEnd) { phase = .over }

  package func answered(_ connection: Int, _ answer: HTTPAnswer) {
    guard let connections else { return }
    switch phase {
    case .burst:
      answers += 1
      if connections.now - began < Self.burst { return connections.send(Self.call, on: connection) }
      free.append(connection)
      guard free.count == count else { return }
      carried = Double(answers) / (Double(connections.now - began) / 1e9)
      plan(from: connections.now + 20_000_000)
    case .paced:
      if let intended = inHand.removeValue(forKey: connection) { latency.record(max(0, connections.now - intended)) }
      free.append(connection)
    default: break
    }
  }

  private func plan(from start: Int64) {
    rate = min(wanted, carried * 0.8)
    let gap = 1e9 / max(1, rate)
    let number = Int(Double(Self.paced) / gap)
    due = (0..<max(1, number)).map { start + Int64(Double($0) * gap) }
    phase = .paced
  }

  package func wake() -> Int64? {
    guard let connections else { return nil }
    switch phase {
    case .over: return nil
    case .connecting, .burst: return connections.now + 100_000_000
    case .paced: break
    }
    while next < due.count, due[next] <= connections.now, let connection = free.popLast() {
      inHand[connection] = due[next]
      connections.send(Self.call, on: connection)
      sendLag.record(max(0, connections.now - due[next]))
      next += 1
    }
    if next == due.count { return inHand.isEmpty ? nil : connections.now + 10_000_000 }
    // With no connection free, the next answer wakes it.
    return free.isEmpty ? connections.now + 10_000_000 : due[next]
  }
}

extension LiveResult.Times {
  init(_ histogram: Histogram) {
    self.init(
      count: histogram.count, mean: histogram.mean, p50: histogram.quantile(0.5), p95: histogram.quantile(0.95),
      p99: histogram.quantile(0.99), maximum: histogram.maximum)
  }
}
