import Engine
import Statistics

/// Which replicas are there. One is available while it is in rotation, or out of it and still at work; capacity is
/// that of those. Nothing of this is done for a call: an operation that starts or ends looks at one number, which is
/// zero while no replica is out of rotation.
extension Network {
  /// After a replica has come, gone, stopped, or been left out.
  func updateAvailability(_ component: Int, at now: Nanoseconds) {
    guard !plan.components[component].isOutside else { return }
    let first = components[component].firstReplica
    let all = first..<first + components[component].replicaCount
    let isOut = components[component].isOut
    // Rather a replica that may be ill than none at all.
    let hasChosen = all.contains { replicas[$0].isActive && !replicas[$0].isEjected }
    var (unavailable, down, ejected, away): (Int64, Int64, Int64, Int32) = (0, 0, 0, 0)
    let standsBy = plan.components[component].servingReplicas < plan.components[component].replicas
    for replica in all {
      let isThere = replicas[replica].isUp && !isOut
      let isLeftOut = replicas[replica].isEjected && hasChosen
      let isInRotation = replicas[replica].isActive && isThere && !isLeftOut
      if replicas[replica].isActive {
        down += isThere ? 0 : 1
        ejected += isThere && isLeftOut ? 1 : 0
      }
      // Copies that only stand by are no capacity; the primary is all there is.
      if standsBy && replica - first != Int(components[component].primary) { continue }
      if replicas[replica].isUp && !isInRotation { away += 1 }
      replicas[replica].isInRotation = isInRotation
      replicas[replica].isAvailable = isInRotation || replicas[replica].isUp && replicas[replica].isWorking
      unavailable += replicas[replica].isAvailable ? 0 : 1
    }
    components[component].away = away
    components[component].absence.unavailable.set(unavailable, at: now)
    components[component].absence.down.set(down, at: now)
    components[component].absence.ejected.set(ejected, at: now)
  }

  /// Work has begun or ended at a replica of a component that has some out of rotation.
  @inline(never)
  func noteWork(_ component: Int, _ replica: Int, at now: Nanoseconds) {
    guard !replicas[replica].isInRotation, replicas[replica].isUp,
      replicas[replica].isWorking != replicas[replica].isAvailable
    else { return }
    replicas[replica].isAvailable = replicas[replica].isWorking
    components[component].absence.unavailable.add(replicas[replica].isAvailable ? -1 : 1, at: now)
  }

  /// After replicas were asked for, are ready, or are not wanted any more.
  func updateStarting(_ component: Int, at now: Nanoseconds) {
    let wanted = scaling[component].booting.map(\.upTo).max() ?? 0
    components[component].absence.starting.set(Int64(max(0, wanted - activeCount(component))), at: now)
  }
}
