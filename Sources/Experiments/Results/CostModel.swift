import Components
import Engine
import Scenarios
import Statistics

/// The bill: metered use of the measured part of a run, multiplied up to 30 days and to the full size,
/// at the prices of the books.
struct CostModel {
  let reading: MetricReading

  static let month: Nanoseconds = 30 * .day
  /// No bill is higher, in micro-units of a currency: a thousand billion. What an estimate finds above it is refused,
  /// and there is room for a run that uses nine times as much.
  static let highestMicros = 1e18

  func bill() -> CostResult {
    var cost = CostResult()
    let scenario = reading.scenario
    cost.currency = scenario.prices.currency
    cost.standsFor = scenario.run.standsFor ?? 0
    cost.books = scenario.prices.books
    for (index, component) in scenario.components.enumerated() {
      if component.prices.isEmpty {
        cost.unpriced.append(component.name)
        continue
      }
      for price in component.prices { cost.lines.append(line(component, index, price)) }
    }
    for fixed in scenario.prices.fixed {
      var line = CostResult.Line()
      line.component = fixed.name
      line.item = "fixed"
      line.quantity = 1
      line.unit = "month"
      line.unitPriceMicros = fixed.microsPerMonth
      line.perMonthMicros = Int64(saturating: fixed.microsPerMonth)
      cost.lines.append(line)
    }
    cost.perMonthMicros = cost.lines.reduce(0) { sum, line in
      let (total, isTooMuch) = sum.addingReportingOverflow(line.perMonthMicros)
      return isTooMuch ? .max : total
    }
    return cost
  }

  /// Units of a meter in 30 days at full size.
  private func line(_ component: Component, _ index: Int, _ price: MeterPrice) -> CostResult.Line {
    var line = CostResult.Line()
    line.component = component.name
    line.item = price.meter
    let plan = reading.plan.components[index]
    var units = 0.0
    line.followsUse = price.per.followsUse || price.meter == "memory"
    switch price.per {
    case .calls(let per):
      line.unit = per == 1 ? "calls" : "× \(CostModel.plain(per)) calls"
      units = calls(index, of: price.meter) / per
    case .bytes(let per):
      line.unit = "GB"
      units = bytes(price.meter, index, plan) / per
      if per != 1e9 { line.unit = "× \(CostModel.plain(per)) B" }
    case .time(let per) where price.meter == "core":
      line.unit = per == .hour ? "core hours" : per == CostModel.month ? "cores" : "core time"
      units = instances(index, plan) * Double(plan.billedCores) * Double(CostModel.month) / Double(per)
    case .time(let per):
      line.unit = per == .hour ? "instance hours" : per == CostModel.month ? "instances" : "instance time"
      units = instances(index, plan) * Double(CostModel.month) / Double(per)
    case .byteTime(let bytes, let time) where price.meter == "memory":
      line.unit = "GB s"
      units = memory(index, plan) / bytes / Double(time)
    case .byteTime(let bytes, let time):
      line.unit = "GB month"
      units = Double(plan.billedBytes) / bytes * Double(CostModel.month) / Double(time)
    }
    line.quantity = units
    var rest = units
    var below = 0.0
    var micros = 0.0
    for tier in price.tiers where rest > 0 {
      let inTier = tier.upTo.map { min(rest, max(0, $0 - below)) } ?? rest
      micros += inTier * tier.microsPerUnit
      rest -= inTier
      below = tier.upTo ?? below
    }
    line.unitPriceMicros = price.tiers.first?.microsPerUnit ?? 0
    line.perMonthMicros = Int64(saturating: micros)
    return line
  }

  /// From the measured part to 30 days, and from the scaled model to the full size.
  private var multiplier: Double {
    reading.seconds > 0
      ? Double(CostModel.month) / 1e9 / reading.seconds * Double(reading.scenario.run.scale) : 0
  }

  /// As the file says, or the mean of those that were active where that changes.
  private func instances(_ index: Int, _ plan: ComponentPlan) -> Double {
    guard plan.scaling != nil, reading.seconds > 0 else { return Double(plan.billedInstances) }
    let active = Double(reading.measured.components[index].active) / 1e9 / reading.seconds
    return active / Double(reading.replications) * Double(reading.scenario.run.scale)
  }

  /// Bytes that instances held while they worked or were kept ready, times nanoseconds, in a month: those that are
  /// always ready are there all the time, and more only while more work.
  private func memory(_ index: Int, _ plan: ComponentPlan) -> Double {
    let ready = Double(plan.warmth?.ready ?? 0) * reading.seconds * 1e9
    return max(ready, Double(reading.measured.components[index].busySlots)) * Double(plan.memoryBytes) * multiplier
  }

  /// Operations of an object store by what they do; calls of everything else.
  private func calls(_ index: Int, of meter: String) -> Double {
    guard meter == "get" || meter == "put" else { return calls(index) }
    var count: UInt64 = 0
    // An estimate has no operations, and estimates none.
    guard !reading.measured.operations.isEmpty else { return 0 }
    for (number, operation) in reading.plan.operations.enumerated() where operation.component == index {
      if operation.name.hasSuffix(".put") == (meter == "put") { count += reading.measured.operations[number].count }
    }
    return Double(count) * multiplier
  }

  private func calls(_ index: Int) -> Double {
    var calls = reading.measured.components[index].arrivals
    for (number, polling) in reading.plan.pollings.enumerated()
    where polling.source == index || polling.component == index {
      let polled = reading.measured.pollings[number]
      calls += polled.started + (polling.source == index ? polled.refused : 0)
    }
    return Double(calls) * multiplier
  }

  private func bytes(_ meter: String, _ index: Int, _ plan: ComponentPlan) -> Double {
    switch meter {
    case "cross-zone":
      let crossing = Double(reading.measured.components[index].crossZoneBytes) * multiplier
      // Every record goes from the leader of its partition to the copies, which stand in other zones.
      guard let log = reading.plan.logs.first(where: { $0.component == index }) else { return crossing }
      let copies = min(log.copies, Set(plan.zones).count) - 1
      return crossing + sized(index, each: plan.recordBytes) * Double(max(0, copies)) * 2
    default:
      return sized(index, each: plan.requestBytes)
    }
  }

  /// Bytes of all calls or records, each of so many unless it states a size.
  private func sized(_ index: Int, each bytes: Int64) -> Double {
    calls(index) * Double(bytes) + Double(reading.measured.components[index].sizedBytes) * multiplier
  }

  private static func plain(_ value: Double) -> String {
    value >= 1e6
      ? "\(Int(saturating: (value / 1e6).rounded(.down)))M"
      : value >= 1e3 ? "\(Int((value / 1e3).rounded(.down)))k" : "\(Int(value.rounded(.down)))"
  }
}

extension MeterPrice.Per {
  /// Calls, bytes, and memory while it works.
  fileprivate var followsUse: Bool {
    switch self {
    case .calls, .bytes: true
    case .time, .byteTime: false
    }
  }
}
