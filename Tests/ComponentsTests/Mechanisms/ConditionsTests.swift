import Engine
import Testing

@testable import Components

/// What all faults that are on do to a station together.
@Suite struct ConditionsTests {
  private func fault(
    _ effect: FaultPlan.Effect, of component: Int = 0, key: Int64? = nil, replicas: Int? = nil, zone: Int? = nil,
    name: String = "fault"
  ) -> FaultPlan {
    var fault = FaultPlan(name: name, component: component, key: key, begins: 0, ends: 10, effect: effect)
    (fault.replicas, fault.zone) = (replicas, zone)
    return fault
  }

  private func set(_ bench: Workbench, _ faults: [FaultPlan], isCutOff: Bool = false) {
    bench.station.setConditions(by: faults.map { ($0, bench.station.members(of: $0)) }, isCutOff: isCutOff)
  }

  private func threshold(_ share: Double) -> UInt64 { UInt64(share * 0x1p64) }

  private func slowness(_ bench: Workbench) -> [Double] {
    (0..<bench.station.replicas.count).map { bench.station.slowness(of: $0) }
  }

  private func errors(_ bench: Workbench) -> [UInt64] {
    (0..<bench.station.replicas.count).map { bench.station.replicas[$0].errorThreshold }
  }

  // MARK: Together

  @Test func `factors multiply and delays add up, for all replicas or for some`() {
    let bench = Workbench(replicas: 3)
    set(bench, [fault(.slow(2)), fault(.slow(4)), fault(.slow(5), replicas: 1), fault(.slow(7), replicas: 2)])
    #expect(slowness(bench) == [280, 56, 8])
    set(bench, [fault(.delay(10)), fault(.delay(5)), fault(.delay(3), replicas: 2), fault(.delay(4), replicas: 1)])
    #expect(bench.station.conditions.hopDelay == 15 && slowness(bench) == [1, 1, 1])
    #expect((0..<3).map { bench.station.replicas[$0].hopDelay } == [7, 3, 0])
    set(bench, [fault(.quota(0.5)), fault(.quota(0.5))])
    #expect(bench.station.conditions.quotaFactor == 0.25 && bench.station.conditions.hopDelay == 0)
  }

  @Test func `shares combine as independent causes do`() {
    let bench = Workbench(replicas: 2)
    let effects: [(Double) -> FaultPlan.Effect] = [
      { .error($0) }, { .loss($0) }, { .poison($0) }, { .duplicate($0) }, { .reorder(share: $0, by: 1...9) },
    ]
    for (place, effect) in effects.enumerated() {
      set(bench, [fault(effect(0.5)), fault(effect(0.25))])
      let conditions = bench.station.conditions
      let thresholds = [
        conditions.errorThreshold, conditions.lossThreshold, conditions.poisonThreshold,
        conditions.duplicateThreshold, conditions.reorderThreshold,
      ]
      #expect(thresholds == effects.indices.map { $0 == place ? threshold(0.625) : 0 })
    }
    #expect(bench.station.conditions.reorderBy == 1...9)
  }

  @Test func `a replica fails by its own faults and by those of its component`() {
    let bench = Workbench(replicas: 3)
    set(bench, [fault(.error(0.5)), fault(.error(0.5), replicas: 1), fault(.deploy(error: 0.5, slow: 2), replicas: 2)])
    #expect(bench.station.conditions.errorThreshold == threshold(0.5))
    #expect(errors(bench) == [threshold(0.875), threshold(0.75), 0] && slowness(bench) == [2, 2, 1])
  }

  @Test func `what is off is on again when the last fault has ended, but for records that are late already`() {
    let bench = Workbench(replicas: 2)
    let faults = [
      fault(.slow(3), key: 4), fault(.error(0.5), replicas: 1), fault(.quota(0)), fault(.delay(7)), fault(.outage),
      fault(.reorder(share: 0.5, by: 2...3)), fault(.delay(7), replicas: 1), fault(.slow(2), replicas: 1),
      fault(.missed), fault(.loss(1)),
    ]
    set(bench, faults, isCutOff: true)
    #expect(bench.station.conditions.isCutOff && bench.station.conditions.misses)
    #expect(bench.station.conditions.slowKey == 4 && bench.station.conditions.lossThreshold == .max)
    #expect(bench.station.replicas.isOut == true)
    set(bench, [])
    let conditions = bench.station.conditions
    #expect(!conditions.isCutOff && !conditions.misses && conditions.slowKey == 0 && conditions.quotaFactor == 1)
    #expect([conditions.errorThreshold, conditions.lossThreshold, conditions.reorderThreshold] == [0, 0, 0])
    #expect(conditions.hopDelay == 0 && conditions.reorderBy == 2...3)
    #expect(bench.station.replicas.isOut == false && slowness(bench) == [1, 1] && errors(bench) == [0, 0])
    #expect(bench.station.replicas[0].hopDelay == 0)
  }

  @Test func `an outage of some replicas is no outage of the component`() {
    let bench = Workbench(replicas: 2)
    set(bench, [fault(.outage, replicas: 1), fault(.outage, zone: -1), fault(.crash)])
    #expect(bench.station.replicas.isOut == false)
    set(bench, [fault(.outage)])
    #expect(bench.station.replicas.isOut == true)
  }

  @Test func `a delay is never so long that times no longer fit`() {
    let bench = Workbench()
    let endless = FaultPlan.Effect.delay(Network.longestSpan)
    set(bench, [fault(endless), fault(endless), fault(endless, replicas: 1), fault(endless, replicas: 1)])
    #expect(bench.station.conditions.hopDelay == Network.longestSpan)
    #expect(bench.station.replicas[0].hopDelay == Network.longestSpan)
  }

  @Test func `faults of one key leave the others alone`() {
    #expect(Conditions.hit(0, aim: 0) && Conditions.hit(7, aim: 0))
    #expect(Conditions.hit(0, aim: 1) && !Conditions.hit(1, aim: 1))
    let bench = Workbench()
    set(bench, [fault(.slow(2), key: 3), fault(.quota(0.5), key: 9), fault(.loss(0.5))])
    #expect(bench.station.conditions.slowKey == 3 && bench.station.conditions.errorKey == 0)
    // Those of another sort hit all keys, as does one that stands behind them and names none.
    set(bench, [fault(.slow(2), key: 3), fault(.error(0.5)), fault(.outage, key: 4), fault(.outage)])
    let conditions = bench.station.conditions
    #expect(conditions.slowKey == 3 && conditions.errorKey == 0 && conditions.outageKey == 0)
  }

  // MARK: Whom a fault hits

  @Test func `a fault hits its component, or the first replicas of it`() {
    let bench = Workbench(replicas: 3)
    #expect(bench.station.members(of: fault(.crash)) == [0, 1, 2])
    #expect(bench.station.members(of: fault(.crash, replicas: 2)) == [0, 1])
    #expect(bench.station.members(of: fault(.crash, replicas: 9)) == [0, 1, 2])
    #expect(bench.station.members(of: fault(.crash, of: 1)) == [])
  }

  @Test func `a zone is lost with all that stands in it, of its own system and not outside`() {
    func members(_ component: String, _ fault: FaultPlan, isOutside: Bool = false) -> [Int] {
      var plan = NetworkPlan()
      plan.components = [ComponentPlan(name: component, kind: "server")]
      (plan.components[0].replicas, plan.components[0].zones) = (5, [7, 8])
      plan.components[0].isOutside = isOutside
      return Workbench(plan).station.members(of: fault)
    }
    let lost = fault(.outage, of: -1, zone: 7)
    #expect(members("service", lost) == [0, 2, 4])
    #expect(members("service", fault(.outage, of: -1, zone: 8)) == [1, 3])
    #expect(members("service", fault(.outage, of: -1, zone: 9)) == [])
    #expect(members("service", lost, isOutside: true) == [])
    let own = fault(.outage, of: -1, zone: 7, name: "a/storm")
    #expect(members("a/service", own) == [0, 2, 4] && members("b/service", own) == [] && members("service", own) == [])
  }
}
