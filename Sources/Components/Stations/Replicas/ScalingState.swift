import Engine

/// An autoscaler's memory: what it saw, what is booting, when it decided last.
struct ScalingState {
  var samples: [(at: Nanoseconds, value: Double)] = []
  /// Of the signal, and of replicas that were available.
  private var lastArea: UInt128 = 0
  private var lastAvailable: UInt128 = 0
  /// What both had grown by since the last look, when measures started and forgot it.
  private var carried: UInt128 = 0
  private var carriedAvailable: UInt128 = 0
  var decidedAt: Nanoseconds = .min / 2
  /// Replicas that were asked for: those that take work and those that boot.
  var wanted: Int
  /// What boots: until when, and how many replicas there are then; the first to be ready first.
  var booting: [(at: Nanoseconds, upTo: Int)] = []

  init(wanted: Int) { self.wanted = wanted }

  var mostBooting: Int { booting.map(\.upTo).max() ?? 0 }

  /// Mean of the signal since the last look, over the replicas that were available meanwhile; nil where none was.
  mutating func signal(_ area: UInt128, _ available: UInt128, each: Int32) -> Double? {
    let used = Double(carried + area - lastArea)
    let offered = Double(carriedAvailable + available - lastAvailable) * Double(each)
    (carried, carriedAvailable) = (0, 0)
    (lastArea, lastAvailable) = (area, available)
    return offered > 0 ? used / offered : nil
  }

  /// Both begin at nothing again.
  mutating func carry(_ area: UInt128, _ available: UInt128) {
    carried += area - lastArea
    carriedAvailable += available - lastAvailable
    (lastArea, lastAvailable) = (0, 0)
  }

  /// Takes back what was asked for above a number, whether it is ready or boots.
  mutating func cancel(above number: Int) {
    for index in booting.indices { booting[index].upTo = min(booting[index].upTo, number) }
  }

  /// The most that is ready by now; nil when nothing is.
  mutating func takeReady(at now: Nanoseconds) -> Int? {
    let ready = booting.prefix { $0.at <= now }
    booting.removeFirst(ready.count)
    return ready.map(\.upTo).max()
  }
}
