import Engine

/// Bytes that bills count beyond a number for each call: those of calls and records that state a size, and those that
/// cross from one zone to another. Each end counts what crosses, as each end of such a transfer is billed.
extension Network {
  /// A call with a size, or between zones.
  func countBytes(of child: UInt32, from caller: UInt32, size distribution: Int32) {
    let callee = Int(frames[child].component)
    var bytes = plan.components[callee].requestBytes
    if distribution >= 0 {
      let usual = bytes
      bytes = size(distribution, frames.request(of: child).pointee.entity, frames[child].context)
      if measures.isMeasuring { stations[callee].counted.sizedBytes &+= bytes - usual }
    }
    guard crossesZones, !plan.components[callee].isOutside, !plan.components[callee].isLocal else { return }
    cross(bytes, from: caller, to: callee, in: zone(of: child))
  }

  /// A record on its way to another copy.
  func countCopy(_ child: UInt32, from primary: UInt32) {
    let store = Int(frames[child].component)
    let zone = zone(of: child)
    let from = self.zone(of: primary)
    // Both ends are of the store.
    if measures.isMeasuring && from >= 0 && zone >= 0 && zone != from {
      stations[store].counted.crossZoneBytes &+= 2 * plan.components[store].recordBytes
    }
  }

  /// A record that is published: its bytes.
  func countBytes(of publisher: UInt32, _ publication: Instruction.Publication, partition: Int) -> Int64 {
    let log = Int(publication.log)
    let component = plan.logs[log].component
    var bytes = plan.components[component].recordBytes
    if publication.size >= 0 {
      let usual = bytes
      bytes = size(
        publication.size, frames.request(of: publisher).pointee.entity,
        RandomStream.mix(frames[publisher].context, publication.context))
      if measures.isMeasuring { stations[component].counted.sizedBytes &+= bytes - usual }
    }
    if crossesZones { cross(bytes, from: publisher, to: component, in: logs[log].leaderZone(of: partition)) }
    return bytes
  }

  /// A record that a consumer takes.
  func countTake(_ bytes: UInt32, log: Int, partition: Int, by component: Int, _ number: Int) {
    let source = plan.logs[log].component
    let from = logs[log].leaderZone(of: partition)
    let zone = stations[component].replicas[number].zone
    guard measures.isMeasuring, from >= 0, zone >= 0, zone != from else { return }
    stations[source].counted.crossZoneBytes &+= Int64(bytes)
    stations[component].counted.crossZoneBytes &+= Int64(bytes)
  }

  private func cross(_ bytes: Int64, from caller: UInt32, to callee: Int, in zone: Int32) {
    let from = self.zone(of: caller)
    guard measures.isMeasuring, from >= 0, zone >= 0, zone != from else { return }
    stations[Int(frames[caller].component)].counted.crossZoneBytes &+= bytes
    stations[callee].counted.crossZoneBytes &+= bytes
  }

  private func size(_ distribution: Int32, _ entity: UInt64, _ context: UInt64) -> Int64 {
    draws.samplers[Int(distribution)].draw(
      draws.streams[NetworkPlan.sizeStream].bits(entity: entity, draw: RandomStream.mix(context, 0xb17e5)))
  }
}
