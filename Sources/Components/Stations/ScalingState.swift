import Engine

/// An autoscaler's memory: what it saw, what is booting, when it decided last.
struct ScalingState {
  var samples: [(at: Nanoseconds, value: Double)] = []
  /// Of the signal, and of replicas that were available.
  var lastArea: UInt128 = 0
  var lastAvailable: UInt128 = 0
  /// What both had grown by since the last look, when measures started and forgot it.
  var carried: UInt128 = 0
  var carriedAvailable: UInt128 = 0
  var decidedAt: Nanoseconds = .min / 2
  /// Replicas that were asked for: those that take work and those that boot.
  var wanted: Int
  /// What boots: until when, and how many replicas there are then; the first to be ready first.
  var booting: [(at: Nanoseconds, upTo: Int)] = []

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
