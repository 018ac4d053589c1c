import Transports

@testable import LoadTesting

/// A transport in a time of its own: a server of so many slots that answers after a time, or does whatever a test says.
final class VirtualTransport: Transport, @unchecked Sendable {
  /// Nanoseconds that a request takes, by its instant since the first; nil for one that is never answered.
  var service: (Int64) -> Int64? = { _ in 1_000_000 }
  var answer: (HTTPCall) -> HTTPAnswer = { _ in HTTPAnswer(status: 200) }
  /// Until when nothing is answered, by the instant: a server that stands still.
  var stands: Range<Int64> = 0..<0
  /// Connections that cannot be opened at an instant.
  var refuses: (Int64) -> Bool = { _ in false }
  /// Nanoseconds that writing a request takes: a generator that is slow.
  var overhead: Int64 = 0
  private(set) var calls: [(at: Int64, call: HTTPCall)] = []
  private(set) var opens = 0

  private struct Refused: Error {}

  func serve(_ service: any Service, port: Int, whenReady: @escaping @Sendable (Int) -> Void) throws { throw Refused() }
  func startEcho() throws -> EchoServer { throw Refused() }

  func drive(_ load: any Load, at target: TransportTarget) throws {
    let loop = Loop(self, load)
    load.begin(over: loop)
    loop.run()
  }

  fileprivate final class Loop: Connections {
    enum Event {
      case opened(Int)
      case ended(Int, ConnectionEnd)
      case answered(Int, HTTPAnswer)
    }

    private let transport: VirtualTransport
    private let load: any Load
    private(set) var now: Int64 = 1_000_000_000_000
    private var pending: [(at: Int64, order: Int, life: Int, event: Event)] = []
    private var lives: [Int: Int] = [:]
    private var count = 0

    init(_ transport: VirtualTransport, _ load: any Load) {
      self.transport = transport
      self.load = load
    }

    private func plan(_ event: Event, of connection: Int, at time: Int64) {
      count += 1
      pending.append((time, count, lives[connection, default: 0], event))
    }

    func open(_ connection: Int) {
      transport.opens += 1
      lives[connection, default: 0] += 1
      plan(
        transport.refuses(now) ? .ended(connection, .refused) : .opened(connection), of: connection, at: now + 50_000)
    }

    func send(_ call: HTTPCall, on connection: Int) {
      now += transport.overhead
      transport.calls.append((now, call))
      guard let time = transport.service(now) else { return }
      var end = now + time
      let first = transport.calls[0].at
      if transport.stands.contains(end - first) || transport.stands.contains(now - first) {
        end = first + transport.stands.upperBound + time
      }
      plan(.answered(connection, transport.answer(call)), of: connection, at: end)
    }

    func close(_ connection: Int) { lives[connection, default: 0] += 1 }

    func run() {
      while let wanted = load.wake() {
        let next = pending.indices.min { (pending[$0].at, pending[$0].order) < (pending[$1].at, pending[$1].order) }
        guard let next, pending[next].at <= wanted else {
          now = max(now, wanted)
          continue
        }
        let event = pending.remove(at: next)
        now = max(now, event.at)
        tell(event.event, event.life)
      }
    }

    private func tell(_ event: Event, _ life: Int) {
      switch event {
      case .opened(let connection): if lives[connection] == life { load.opened(connection) }
      case .answered(let connection, let answer): if lives[connection] == life { load.answered(connection, answer) }
      case .ended(let connection, let end):
        if lives[connection] == life { load.ended(connection, end) }
      }
    }
  }
}
