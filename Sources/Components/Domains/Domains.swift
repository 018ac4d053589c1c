import Engine

/// The domain cores of a replication, and what passes between them and the network beside outcomes.
struct Domains: ~Copyable {
  let bindings: [any DomainBinding]
  /// The same, to be called without counting references.
  private let called: Table<Unmanaged<Callee>>
  private var commands: [EntityCommand] = []
  /// Own times of changes that travel with the newest change of their entity.
  private var superseded: [[Nanoseconds]] = []

  private final class Callee {
    let binding: any DomainBinding
    init(_ binding: any DomainBinding) { self.binding = binding }
  }

  init(_ bindings: [any DomainBinding]) {
    self.bindings = bindings
    called = Table(bindings.map { Unmanaged.passRetained(Callee($0)) })
  }

  deinit {
    for callee in called { callee.release() }
    called.deallocate()
  }

  /// A command of a core decides: the number of its outcome.
  @inline(__always)
  func perform(_ command: Int, of binding: Int, _ context: inout CommandContext) -> Int {
    called[binding]._withUnsafeGuaranteedRef { $0.binding.perform(command, &context) }
  }

  // MARK: Populations

  mutating func add(_ commands: [EntityCommand]) { self.commands.append(contentsOf: commands) }

  /// Commands for entities of populations that were given since the last call.
  mutating func takeCommands() -> [EntityCommand] {
    defer { commands.removeAll(keepingCapacity: true) }
    return commands
  }

  /// Changes that a newer one replaced before they were seen: their number, for the request that carries that one.
  mutating func supersede(_ times: [Nanoseconds]) -> UInt32 {
    superseded.append(times)
    return UInt32(superseded.count - 1)
  }

  func superseded(by request: UnsafePointer<Request>) -> [Nanoseconds] {
    request.pointee.superseded == Frame.none ? [] : superseded[Int(request.pointee.superseded)]
  }

  // MARK: Messaging and stores

  func laneTaken(_ lane: Int, of log: Int, by instance: Int, at now: Nanoseconds) {
    for binding in bindings { binding.laneTaken(log: log, lane: lane, instance: instance, at: now) }
  }

  func laneReturned(_ lane: Int, of log: Int, by instance: Int, at now: Nanoseconds) {
    for binding in bindings { binding.laneReturned(log: log, lane: lane, instance: instance, at: now) }
  }

  /// A store has lost what was written after an instant.
  func dataLost(_ store: borrowing Station, writtenAfter point: Nanoseconds, at now: Nanoseconds) {
    let binding = store.plan.pointee.binding
    guard binding >= 0 else { return }
    let name = store.plan.pointee.name
    let own = name.lastIndex(of: "/").map { String(name[name.index(after: $0)...]) } ?? name
    bindings[binding].dataLost(store: own, writtenAfter: point, at: now)
  }
}
