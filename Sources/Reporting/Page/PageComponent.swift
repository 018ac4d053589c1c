import Experiments

/// What the page's panel tells of a component: figures as the tables write them, and how busy it was over time.
struct PageComponent: Encodable {
  var name, kind: String
  /// Its number in the drawing.
  var node: Int
  /// Names and figures, in the order in which they are read.
  var facts: [[String]] = []
  /// Item, quantity and price of each line of the bill.
  var cost: [[String]] = []
  /// Over the run, from 0 to 1.
  var mean: Double?
  /// Busy shares and what waited, interval by interval; nil where nobody was there. Empty where there was nothing to see.
  var busy: [Double?] = []
  var queue: [Double?] = []

  init(_ result: RunResult, _ index: Int, _ measured: Measured) {
    let component = result.components[index]
    (name, kind, node) = (component.name, component.kind + component.size, index)
    mean = component.utilization.flatMap { $0.isNaN ? nil : Self.rounded($0) }
    if let series = result.timeline.components.first(where: { $0.name == component.name }), mean != nil {
      busy = series.utilization.map(Self.rounded)
    }
    if let series = result.timeline.components.first(where: { $0.name == component.name }),
      series.queueLength.contains(where: { $0 > 0 })
    {
      queue = series.queueLength.map(Self.rounded)
    }
    facts = Self.load(component, measured) + Self.times(component) + Self.rest(component)
    guard let bill = result.cost else { return }
    let lines = bill.lines.filter { $0.component == component.name }
    cost = lines.map {
      [
        $0.item, "\(QuantityText.number($0.quantity)) \($0.unit)",
        QuantityText.money($0.perMonthMicros, currency: bill.currency),
      ]
    }
  }

  /// Four digits: one more than is shown.
  private static func rounded(_ value: Double) -> Double? {
    guard value.isFinite, value != 0 else { return value.isFinite ? 0 : nil }
    var scale = 1.0
    while value.magnitude * scale < 1e3, scale < 1e15 { scale *= 10 }
    return (value * scale).rounded() / scale
  }

  private static func load(_ component: ComponentResult, _ measured: Measured) -> [[String]] {
    var facts = [
      ["Arrivals", "\(QuantityText.count(component.arrivals)) (\(measured.rate(component.arrivals)))"],
      ["Answered well", measured.rate(component.goodCompletions)],
    ]
    for (name, count) in [
      ("Failed", component.failures), ("Refused", component.refusals), ("Timed out", component.timeouts),
    ] where count > 0 {
      facts.append([name, QuantityText.count(count)])
    }
    guard let utilization = component.utilization, !utilization.isNaN else {
      return facts + [["Busy", component.withoutShare]]
    }
    let what = component.scarcest.isEmpty ? "" : " of its \(component.scarcest)"
    return facts + [["Busy", QuantityText.share(utilization) + what]]
  }

  private static func times(_ component: ComponentResult) -> [[String]] {
    [
      ["Mean response", component.bound(component.meanResponse)],
      ["of it waiting", component.bound(component.meanWaiting)],
      ["of it service", component.bound(component.meanService)],
      ["Waiting, mean", QuantityText.number(component.meanQueueLength)],
      ["Waiting, most", QuantityText.count(component.maximumQueueLength)],
      ["In flight, mean", QuantityText.number(component.meanInFlight)],
    ]
  }

  private static func rest(_ component: ComponentResult) -> [[String]] {
    var facts: [[String]] = []
    if let absence = component.absenceText { facts.append(["Replicas", absence]) }
    if !component.countText.isEmpty { facts.append(["Counted", component.countText]) }
    if component.backlog > 0 { facts.append(["Left at the end", QuantityText.count(component.backlog)]) }
    if component.assumedShare > 0 {
      facts.append(["Assumed", "\(QuantityText.share(component.assumedShare)) of its parameters"])
    }
    if !component.isComparable { facts.append(["Scale", "not comparable to the full size"]) }
    return facts
  }
}
