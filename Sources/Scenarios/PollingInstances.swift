import Components
import Engine

/// What the instances of a polling worker have to carry. Partitions belong to instances whole, so the busiest has
/// ⌈partitions / instances⌉ of them.
struct PollingInstances {
  let component: Component
  let partitions: Int64
  let replicas: Int64

  init(_ component: Component, partitions: Int64) {
    self.component = component
    self.partitions = max(1, partitions)
    replicas = max(1, component.count("replicas", or: 1))
  }

  /// Partitions of the instance that has most.
  var partitionsOfOne: Int64 { (partitions + replicas - 1) / replicas }
  /// Its part of all there is.
  private var share: Double { Double(partitionsOfOne) / Double(partitions) }
  var cores: Int64 { component.count("cores", or: 2) }
  var poll: Nanoseconds { component.parameters["poll"]?.nanoseconds ?? 200_000 }
  var memory: Int64 { component.bytes("memory", or: 4 << 30) }

  /// Busy share of the cores of the busiest instance.
  func coreLoad(pollsPerSecond rate: Double) -> Double {
    rate * share * Double(poll) / 1e9 / Double(cores)
  }

  /// Bytes of the list in the busiest instance.
  func listBytes(of bytes: Double) -> Double { bytes * share }
}
