import Engine
import Statistics

/// The replicas of a component: which of them are there, which take work, and which is the primary.
///
/// One is available while it is in rotation, or out of it and still at work; capacity is that of those. Nothing of this
/// is done for a call: an operation that starts or ends looks at one number, which is zero while no replica is out of
/// rotation.
struct ReplicaSet: ~Copyable {
  private let replicas: Table<Replica>
  /// That of callers who come through no load balancer, then one for each load balancer in front.
  let views: Table<ReplicaView>
  let component: Int
  let plan: UnsafePointer<ComponentPlan>
  let decisions: DecisionLog

  /// Replicas that run and are out of rotation: of those, work decides whether they are available.
  private(set) var away: Int32 = 0
  /// Of a database: which replica is the primary, and whether none is.
  private(set) var primary: Int32 = 0
  private(set) var isFailingOver = false
  /// No copy was there to take over when the time for it had come.
  private var lacksSuccessor = false
  /// A fault stops the component as a whole.
  var isOut = false
  /// Replicas that are active, times nanoseconds.
  var active = TimeWeightedAverage()
  /// Replicas that are not there.
  var absence: AbsenceLevels

  init(
    _ replicas: Table<Replica>, of component: Int, _ plan: UnsafePointer<ComponentPlan>, balancers: [BalancerPlan],
    decisions: DecisionLog
  ) {
    self.replicas = replicas
    self.component = component
    self.plan = plan
    self.decisions = decisions
    let count = replicas.count
    views = Table(
      [ReplicaView(plan.pointee.pick, replicas: count)]
        + balancers.map { ReplicaView($0.pick, check: $0.health, replicas: count) })
    let least = plan.pointee.scaling?.least ?? count
    active = TimeWeightedAverage(level: Int64(least))
    absence = AbsenceLevels(unavailable: Int64(count - least))
  }

  deinit { views.deallocate() }

  @inline(__always)
  var count: Int { replicas.count }

  @inline(__always)
  subscript(number: Int) -> Replica {
    unsafeAddress { UnsafePointer(replicas.address(of: number)) }
    nonmutating unsafeMutableAddress { replicas.address(of: number) }
  }

  // MARK: Rotation

  /// After a replica has come, gone, or been left out.
  mutating func update(at now: Nanoseconds) {
    let active = (0..<count).filter { replicas[$0].isActive }
    // Who does not check health, or is not in the group, does not know who is down. Rather a replica that may be ill
    // than none at all.
    func chosen(_ known: [Int]) -> [Int32] {
      let eligible = known.isEmpty ? active : known
      return eligible.count == count ? [] : eligible.map { Int32($0) }
    }
    let isGroup = plan.pointee.rebalance != nil
    views[0].eligible = chosen(isGroup ? active.filter { !replicas[$0].isEjected } : active)
    for view in 1..<views.count {
      views[view].eligible = chosen(active.filter { !views[view].health[$0].isEjected })
    }
    updateAvailability(at: now)
  }

  /// After a replica has come, gone, stopped, or been left out.
  mutating func updateAvailability(at now: Nanoseconds) {
    guard !plan.pointee.isOutside else { return }
    let all = 0..<count
    // Rather a replica that may be ill than none at all.
    let hasChosen = all.contains { replicas[$0].isActive && !replicas[$0].isEjected }
    var (unavailable, down, ejected): (Int64, Int64, Int64) = (0, 0, 0)
    away = 0
    let standsBy = plan.pointee.servingReplicas < plan.pointee.replicas
    for number in all {
      let isThere = replicas[number].isUp && !isOut
      let isLeftOut = replicas[number].isEjected && hasChosen
      let isInRotation = replicas[number].isActive && isThere && !isLeftOut
      if replicas[number].isActive {
        down += isThere ? 0 : 1
        ejected += isThere && isLeftOut ? 1 : 0
      }
      // Copies that only stand by are no capacity; the primary is all there is.
      if standsBy && number != Int(primary) { continue }
      if replicas[number].isUp && !isInRotation { away += 1 }
      replicas[number].isInRotation = isInRotation
      replicas[number].isAvailable = isInRotation || replicas[number].isUp && replicas[number].isWorking
      unavailable += replicas[number].isAvailable ? 0 : 1
    }
    absence.unavailable.set(unavailable, at: now)
    absence.down.set(down, at: now)
    absence.ejected.set(ejected, at: now)
  }

  /// Work has begun or ended at a replica of a component that has some out of rotation.
  @inline(never)
  mutating func noteWork(_ number: Int, at now: Nanoseconds) {
    guard !replicas[number].isInRotation, replicas[number].isUp,
      replicas[number].isWorking != replicas[number].isAvailable
    else { return }
    replicas[number].isAvailable = replicas[number].isWorking
    absence.unavailable.add(replicas[number].isAvailable ? -1 : 1, at: now)
  }

  // MARK: Numbers

  var activeCount: Int { (0..<count).count { replicas[$0].isActive } }

  /// So many replicas take work; those that go end what they have, and those that come were never probed.
  mutating func setActive(_ wanted: Int, at now: Nanoseconds) {
    let before = activeCount
    for number in 0..<count {
      if number < wanted && !replicas[number].isActive { forgetProbes(of: number) }
      replicas[number].isActive = number < wanted
    }
    active.set(Int64(wanted), at: now)
    if wanted > before { decisions.add(.booted, component, at: now, before: Double(before), after: Double(wanted)) }
    update(at: now)
  }

  /// After replicas were asked for, are ready, or are not wanted any more.
  mutating func setStarting(upTo wanted: Int, at now: Nanoseconds) {
    absence.starting.set(Int64(max(0, wanted - activeCount)), at: now)
  }
}

// MARK: Stops

extension ReplicaSet {
  /// A reason for which a replica has stopped is gone: it starts when the last one is. True when it did.
  mutating func release(_ number: Int, at now: Nanoseconds) -> Bool {
    replicas[number].stops -= 1
    guard replicas[number].stops == 0 else { return false }
    if !replicas[number].isUp {
      replicas[number].isUp = true
      if replicas[number].isActive { decisions.add(.restarted, component, at: now, signal: Double(number)) }
      update(at: now)
    }
    if isFailingOver { resumePrimary(number, at: now) }
    return true
  }

  /// The group has noticed who is there; true when somebody has come or gone.
  mutating func rebalance(at now: Nanoseconds) -> Bool {
    var moved = 0
    for number in 0..<count where replicas[number].isEjected == replicas[number].isUp {
      replicas[number].isEjected = !replicas[number].isUp
      moved += 1
    }
    guard moved > 0 else { return false }
    update(at: now)
    decisions.add(.rebalanced, component, at: now, signal: Double(moved))
    return true
  }

  // MARK: The primary

  /// The primary is lost: its number, unless it was lost before.
  mutating func losePrimary() -> Int? {
    replicas[Int(primary)].stops += 1
    guard !isFailingOver else { return nil }
    isFailingOver = true
    lacksSuccessor = false
    return Int(primary)
  }

  /// A copy takes the primary's place, if one is there.
  mutating func endFailover(at now: Nanoseconds) {
    guard isFailingOver else { return }
    let old = Int(primary)
    let isThere = (0..<count).filter { replicas[$0].isUp }
    guard let next = isThere.first(where: { $0 != old }) ?? isThere.first else {
      lacksSuccessor = true
      return
    }
    primary = Int32(next)
    isFailingOver = false
    updateAvailability(at: now)
    decisions.add(.failoverEnded, component, at: now, before: Double(old), after: Double(next))
  }

  /// A replica is back while there is no primary: it is the primary again where nothing can take its place, and the
  /// successor where none was there in time.
  private mutating func resumePrimary(_ number: Int, at now: Nanoseconds) {
    let isAlone = plan.pointee.database?.failover ?? -1 < 0 || count == 1
    if lacksSuccessor || isAlone && number == Int(primary) { endFailover(at: now) }
  }

  // MARK: Health

  /// A replica is another instance from now on.
  private mutating func forgetProbes(of number: Int) {
    guard views.contains(where: { $0.check != nil }) else { return }
    for view in 0..<views.count { views[view].health[number] = ReplicaView.Health() }
    replicas[number].isEjected = false
  }

  /// A load balancer probes every replica.
  /// - Parameter isGood: whether a replica answers.
  mutating func probe(_ view: Int, _ check: HealthPlan, at now: Nanoseconds, isGood: (Int) -> Bool) {
    for number in 0..<count where replicas[number].isActive {
      let isGood = replicas[number].isUp && !isOut && isGood(number)
      var health = views[view].health[number]
      health.bad = isGood ? 0 : health.bad + 1
      health.good = isGood ? health.good + 1 : 0
      let goes = !health.isEjected && health.bad >= check.ejectAfter
      let returns = health.isEjected && health.good >= check.returnAfter
      if goes || returns { health.isEjected = goes }
      views[view].health[number] = health
      guard goes || returns else { continue }
      // Left out is what everybody who checks its health leaves out.
      replicas[number].isEjected = views.allSatisfy { $0.check == nil || $0.health[number].isEjected }
      decisions.add(
        goes ? .ejected : .returned, component, at: now, before: Double(number),
        signal: Double(goes ? health.bad : health.good))
      update(at: now)
    }
  }
}
