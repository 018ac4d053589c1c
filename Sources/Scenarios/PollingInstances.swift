import Components
import Engine

/// What the instances of a polling worker have to carry. Partitions belong to instances whole, so the busiest has
/// ⌈partitions / instances⌉ of them.
struct PollingInstances {
  let partitions: Int64
  let replicas: Int64
  let cores: Int64
  let poll: Nanoseconds
  let memory: Int64

  /// Nil where something of it is wrong in the file.
  init?(_ component: Component, partitions: Int64) {
    guard let replicas = component.parameters["replicas"]?.count, let cores = component.parameters["cores"]?.count,
      let poll = component.parameters["poll"]?.nanoseconds, let memory = component.parameters["memory"]?.bytes
    else { return nil }
    self.partitions = max(1, partitions)
    self.replicas = replicas
    self.cores = cores
    self.poll = poll
    self.memory = memory
  }

  /// Partitions of the instance that has most.
  var partitionsOfOne: Int64 { (partitions + replicas - 1) / replicas }
  /// Its part of all there is.
  private var share: Double { Double(partitionsOfOne) / Double(partitions) }

  /// Busy share of the cores of the busiest instance.
  func coreLoad(pollsPerSecond rate: Double) -> Double {
    rate * share * Double(poll) / 1e9 / Double(cores)
  }

  /// Bytes of the list in the busiest instance.
  func listBytes(of bytes: Double) -> Double { bytes * share }
}
