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

  /// Instance that has a partition while the first so many instances are lost: its own, or in turn one of those that are
  /// left; nil where none is. Both count from 0.
  func owner(of partition: Int64, lost: Int64 = 0) -> Int64? {
    let own = partition % replicas
    if own >= lost { return own }
    guard lost < replicas else { return nil }
    // Place among the partitions without an instance, which come in blocks of `lost` for each round of instances.
    let orphan = partition / replicas * lost + own
    return lost + orphan % (replicas - lost)
  }

  /// What each partition has of something that its instance has, while the first so many instances are lost: the
  /// partitions of one share it, whole calls each. O(partitions).
  func parts(of limit: Int64, lost: Int64 = 0) -> [Int64] {
    var places: [Int64: Int64] = [:]
    let owners = (0..<partitions).map { owner(of: $0, lost: lost) }
    let counts = owners.reduce(into: [Int64: Int64]()) { counts, owner in
      if let owner { counts[owner, default: 0] += 1 }
    }
    return owners.map { owner in
      guard let owner, let count = counts[owner] else { return 0 }
      let place = places[owner, default: 0]
      places[owner] = place + 1
      return limit * (place + 1) / count - limit * place / count
    }
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

extension Component {
  /// Cycles of a polling worker, of all keys or of each class; none where it has none.
  var cycles: [(name: String, time: Nanoseconds)] {
    let every = parameters["every"]
    if let time = every?.nanoseconds { return [("all", time)] }
    return every?.table?.compactMap { entry in entry.value.nanoseconds.map { (entry.name, $0) } } ?? []
  }
}
