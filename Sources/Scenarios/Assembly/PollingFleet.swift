import Components
import Engine

/// The instances of a polling worker at full size: how many calls each partition may have open, and what becomes of the
/// partitions of instances that are lost.
struct PollingFleet {
  let component: Component
  let partitions: Int64
  private let instances: PollingInstances?

  init(_ component: Component, partitions: Int64) {
    self.component = component
    self.partitions = partitions
    instances = PollingInstances(component, partitions: partitions)
  }

  /// Calls that each partition may have open while the first so many instances are lost: as the file says, and no more
  /// than its part of the instance that has it, which is none for some where an instance has more partitions than calls.
  func slots(lost: Int64 = 0) -> [Int64] {
    // The checker asks as well, where a value may be one that could not be read.
    guard let instances, let stated = component.parameters["in-flight"],
      let threads = component.parameters["threads"]?.count, component.word("order") != "by partition"
    else { return all(1) }
    let slots: [Int64] =
      switch stated {
      case .countPer(let count, "partition"): instances.parts(of: threads, lost: lost).map { min(count, $0) }
      case .countPer(let count, _): instances.parts(of: min(count, threads), lost: lost)
      default:
        instances.parts(of: threads, lost: lost).map { min(max(1, (stated.count ?? 1) / max(1, partitions)), $0) }
      }
    // A pass asks for all keys.
    return component.word("starts") == "on call" ? slots.map { max(1, $0) } : slots
  }

  private func all(_ slots: Int64) -> [Int64] { Array(repeating: slots, count: Int(partitions)) }

  /// Slots of each partition over time. An instance that crashes, and one that comes back, is noticed after `takeover`;
  /// then whoever gets its partitions reads their records, one partition after another.
  /// - Parameter crashes: spans, and how many of the instances they hit, from the first.
  func changes(_ crashes: [(span: Range<Nanoseconds>, instances: Int64)], bytes: Int64) -> [[PollingPlan.SlotChange]] {
    guard let instances else { return [] }
    var changes = Array(repeating: [PollingPlan.SlotChange](), count: Int(partitions))
    var before: Int64 = 0
    let instants = Set(crashes.flatMap { [$0.span.lowerBound, $0.span.upperBound] }).sorted()
    for (number, at) in instants.enumerated() {
      let lost = crashes.filter { $0.span.contains(at) }.map(\.instances).max() ?? 0
      guard lost != before else { continue }
      let until = number + 1 < instants.count ? instants[number + 1] : .max
      follow(from: before, to: lost, at: at, until: until, bytes: bytes, instances, &changes)
      before = lost
    }
    return changes
  }

  /// - Parameter until: what would happen later than this does not: others are lost or back before.
  private func follow(
    from before: Int64, to lost: Int64, at: Nanoseconds, until: Nanoseconds, bytes: Int64,
    _ instances: PollingInstances, _ changes: inout [[PollingPlan.SlotChange]]
  ) {
    let takeover = component.values.time("takeover")
    let reading = Nanoseconds(
      saturating: Double(bytes) / Double(max(1, component.values.bytes("read-rate"))) * 1e9)
    let (initial, slots) = (self.slots(), self.slots(lost: lost))
    var taken: [Int64: Nanoseconds] = [:]
    for partition in 0..<partitions {
      let place = Int(partition)
      let (old, new) = (instances.owner(of: partition, lost: before), instances.owner(of: partition, lost: lost))
      var resumes = at &+ takeover
      func change(to slots: Int, at time: Nanoseconds) {
        guard time < until, slots != changes[place].last?.slots ?? Int(initial[place]) else { return }
        changes[place].append(PollingPlan.SlotChange(at: time, slots: slots))
      }
      if old != new {
        change(to: 0, at: at)
        guard let new else { continue }
        taken[new, default: 0] += 1
        resumes = resumes &+ Nanoseconds(saturating: Double(reading) * Double(taken[new] ?? 0))
      }
      change(to: Int(slots[place]), at: resumes)
    }
  }
}

extension Assembler {
  /// Instances of a polling worker that crash at known times.
  /// - Parameter places: of each partition of the plan the one that it stands for at full size.
  mutating func addLosses(
    _ component: Component, _ list: Component, keys: Int64, _ fleet: PollingFleet, _ places: [Int],
    _ polling: inout PollingPlan
  ) {
    let crashes = scenario.faults.compactMap { fault -> (span: Range<Nanoseconds>, instances: Int64)? in
      guard fault.target == .component(component.name), fault.effect == .crash,
        case .once(let at, let duration) = fault.timing
      else { return nil }
      return (at..<max(at + 1, at &+ duration), fault.replicas ?? component.values.count("replicas"))
    }
    guard !crashes.isEmpty else { return }
    if !scale.isFull { plan.components[polling.component].isComparable = false }
    let record = list.parameters["record"]?.bytes ?? 0
    let changes = fleet.changes(
      crashes, bytes: Int64(saturating: Double(record) * Double(keys) / Double(max(1, fleet.partitions))))
    let slots = fleet.slots()
    for (index, place) in places.enumerated() {
      let (full, own) = (slots[place], polling.partitions[index].slots)
      polling.partitions[index].slotChanges = changes[place].map {
        // What a scaled partition has of the slots of the one that it stands for.
        PollingPlan.SlotChange(at: $0.at, slots: full == 0 ? $0.slots : ($0.slots * own + Int(full) / 2) / Int(full))
      }
    }
  }
}
