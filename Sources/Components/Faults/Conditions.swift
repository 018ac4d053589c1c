import Engine

/// What all faults that are on do to a component together.
///
/// Factors multiply, delays add up, shares of what fails combine as independent ones do, 1 − (1 − p)(1 − q), and what
/// is off is on again when the last fault has ended. Everything is worked out anew whenever one begins or ends, so
/// that nothing is left of those that are over. Two things do not compose: the lateness of reordered records, and
/// faults of one sort that aim at different keys. The checker refuses such faults where they overlap by the calendar;
/// where recurring ones meet, the one that stands last in the file says how late, or at which keys.
struct Conditions {
  var slowness = 1.0
  var errorThreshold: UInt64 = 0
  /// One more than the key that faults of each sort aim at; 0 for all keys.
  var slowKey: Int64 = 0
  var errorKey: Int64 = 0
  var outageKey: Int64 = 0
  var quotaFactor = 1.0
  var hopDelay: Nanoseconds = 0
  var lossThreshold: UInt64 = 0
  var poisonThreshold: UInt64 = 0
  var reorderThreshold: UInt64 = 0
  var reorderBy: ClosedRange<Nanoseconds> = 0...0
  var duplicateThreshold: UInt64 = 0
  /// Some calls to it do not arrive.
  var isCutOff = false
  /// Its timers do not fire.
  var misses = false

  /// Whether what faults do to some keys alone happens to this one.
  /// - Parameter aim: that of their sort.
  @inline(__always)
  static func hit(_ key: UInt64, aim: Int64) -> Bool { aim == 0 || aim == Int64(bitPattern: key) + 1 }
}

extension Station {
  /// Share of calls that end in `error` at a replica, as a threshold for 64 random bits: of the component, or its own.
  @inline(__always)
  func errorThreshold(of replica: Int) -> UInt64 {
    max(conditions.errorThreshold, replicas[replica].errorThreshold)
  }

  /// Works out the conditions anew. O(faults · replicas).
  /// - Parameters:
  ///   - faults: that are on, in the order of the file, each with the replicas that it hits.
  ///   - isCutOff: whether some calls to it do not arrive.
  mutating func setConditions(by faults: [(plan: FaultPlan, members: [Int])], isCutOff: Bool) {
    let reorderBy = conditions.reorderBy
    conditions = Conditions()
    conditions.reorderBy = reorderBy
    conditions.isCutOff = isCutOff
    replicas.isOut = false
    for number in 0..<replicas.count {
      replicas[number].slowness = 1
      replicas[number].hopDelay = 0
    }
    var shares = FaultShares(replicas: replicas.count)
    for fault in faults { apply(fault.plan, to: fault.members, &shares) }
    conditions.errorThreshold = FaultShares.threshold(shares.error)
    conditions.lossThreshold = FaultShares.threshold(shares.loss)
    conditions.poisonThreshold = FaultShares.threshold(shares.poison)
    conditions.duplicateThreshold = FaultShares.threshold(shares.duplicate)
    conditions.reorderThreshold = FaultShares.threshold(shares.reorder)
    for number in 0..<replicas.count {
      replicas[number].errorThreshold = FaultShares.threshold(shares.error(at: number))
    }
  }

  private mutating func apply(_ fault: FaultPlan, to members: [Int], _ shares: inout FaultShares) {
    let isWhole = fault.zone == nil && fault.replicas == nil
    // What has keys has no replicas that a fault could hit.
    switch fault.effect {
    case .slow where isWhole: conditions.slowKey = fault.key ?? 0
    case .error where isWhole: conditions.errorKey = fault.key ?? 0
    case .outage where isWhole: conditions.outageKey = fault.key ?? 0
    default: break
    }
    switch fault.effect {
    case .slow(let factor):
      if isWhole { conditions.slowness *= factor } else { slow(members, factor) }
    case .error(let share):
      if isWhole { shares.error.add(share) } else { shares.add(share, at: members) }
    case .deploy(let error, let slow):
      shares.add(error, at: members)
      self.slow(members, slow)
    case .outage: if isWhole { replicas.isOut = true }
    case .quota(let factor): conditions.quotaFactor *= factor
    case .delay(let delay):
      if isWhole { conditions.hopDelay = min(Network.longestSpan, conditions.hopDelay + delay) }
      for number in isWhole ? [] : members {
        replicas[number].hopDelay = min(Network.longestSpan, replicas[number].hopDelay + delay)
      }
    case .reorder(let share, let by):
      shares.reorder.add(share)
      conditions.reorderBy = by
    case .duplicate(let share): shares.duplicate.add(share)
    case .loss(let share): shares.loss.add(share)
    case .poison(let share): shares.poison.add(share)
    case .missed: conditions.misses = true
    case .crash, .failover, .flush, .partition, .diskLoss: break
    }
  }

  private func slow(_ members: [Int], _ factor: Double) {
    for number in members { replicas[number].slowness *= factor }
  }

  /// The replicas that a fault hits, by number. O(replicas).
  func members(of fault: FaultPlan) -> [Int] {
    guard let zone = fault.zone else {
      return fault.component == number ? Array(0..<min(fault.replicas ?? .max, replicas.count)) : []
    }
    // A zone of a system is where its own components stand.
    guard !plan.pointee.isOutside, isOfSystem(of: fault) else { return [] }
    return (0..<replicas.count).filter { Int(replicas[$0].zone) == zone }
  }

  func isOfSystem(of fault: FaultPlan) -> Bool { plan.pointee.name.hasPrefix(SystemNumbers.prefix(of: fault.name)) }
}
