import Components
import Engine

/// How the arrivals of a shape that has a rate are spaced, batched and multiplied.
extension Checker {
  func readModifiers(_ item: Item, _ fields: Fields, into workload: inout Workload) {
    let shape = item.entries.lazy.compactMap { entry, _ in self.vocabulary.shape(named: entry.key) }.first
    let stated = item.entries.filter { entry, _ in Language.modifiers.contains { $0.name == entry.key } }
    guard shape?.isRate ?? false else {
      for (entry, _) in stated {
        problems.error(
          "`\(entry.key)` is for a workload with a rate, and `\(shape?.name ?? "")` has none", at: entry.keyPlace)
      }
      return
    }
    if let arrivals = fields["arrivals"].flatMap(readArrivals) { workload.arrivals = arrivals }
    if let batch = fields["batch"].flatMap(readBatch) { workload.batch = batch }
    if let growth = fields["growth"].flatMap(readGrowth) { workload.growth = growth }
    if let storm = fields["storm"] { workload.storm = readStorm(storm, of: workload.name) }
  }

  private func readArrivals(_ item: Item) -> Workload.Arrivals? {
    if let text = item.node.text {
      let name = String(text.prefix { $0.isLetter })
      if name == "bursty" || name == "renewal" || ValueReader.valueDistributions.contains(name) {
        let inside = name == "renewal" || name == "bursty" ? "erlang(stages 4 mean 1s)" : text
        problems.error(
          "`\(text.shortened)` is not one of its words", at: item.place,
          suggestion: name == "bursty"
            ? "write it as in `{ bursty: { factor: x10, burst: 2s, calm: 8s } }`"
            : "write it as in `{ renewal: \(inside.shortened) }`")
        return nil
      }
      return word(item, ["poisson", "even"]).map { $0 == "even" ? .even : .poisson }
    }
    guard let fields = fields(item, Language.arrivals, of: "`arrivals`") else { return nil }
    guard fields.items.count == 1 else {
      if item.entries.count != 1 {
        problems.error("`arrivals` is either `renewal` or `bursty`", at: item.place)
      }
      return nil
    }
    if let renewal = fields["renewal"] {
      return positiveDistribution(renewal, "gaps of zero have no rate").map { .renewal($0) }
    }
    return fields["bursty"].flatMap(readBursty)
  }

  private func readBursty(_ item: Item) -> Workload.Arrivals? {
    guard let fields = fields(item, Language.bursty, of: "`bursty`") else { return nil }
    let factor = fields["factor"].flatMap { self.factor($0) }
    if let factor, factor <= 1, let place = fields["factor"]?.place {
      problems.error("the rate of a burst is above that of calm: the factor must be above 1", at: place)
    }
    let burst = fields["burst"].flatMap { positiveTime($0, "a burst lasts some time") }
    let calm = fields["calm"].flatMap { positiveTime($0, "calm lasts some time") }
    guard let factor, let burst, let calm else { return nil }
    return .bursty(factor: factor, burst: burst, calm: calm)
  }

  /// `5`, or `geometric(mean 3)`.
  private func readBatch(_ item: Item) -> (mean: Double, isGeometric: Bool)? {
    quantity(item, "a number of requests", size: { $0.mean }) { (text) throws(ValueError) in
      guard text.first?.isLetter ?? false else { return (Double(try ValueReader.count(text, 1...1_000_000)), false) }
      let hint = "write it as in `5` or `geometric(mean 3)`"
      let inside = text.hasPrefix("geometric(") && text.hasSuffix(")") ? text.dropFirst(10).dropLast().trimmed : ""
      guard inside.hasPrefix("mean "), let mean = ExactDecimal(inside.dropFirst(5).trimmed)?.double else {
        throw ValueError("`\(text.shortened)` is not a number of requests", suggestion: hint)
      }
      guard mean >= 1, mean <= 1_000_000 else {
        throw ValueError("the mean of a batch is from 1 to 1000000, not `\(inside.dropFirst(5).trimmed.shortened)`")
      }
      return (mean, true)
    }
  }

  private func readGrowth(_ item: Item) -> (factor: Double, every: Nanoseconds)? {
    guard let fields = fields(item, Language.growth, of: "`growth`") else { return nil }
    let by = fields["by"].flatMap(factor)
    let every = fields["every"].flatMap { positiveTime($0, "growth takes time") }
    guard let by, let every else { return nil }
    return (by, every)
  }

  private func readStorm(_ item: Item, of workload: String) -> Workload.Storm? {
    guard let fields = fields(item, Language.storm, of: "`storm`") else { return nil }
    let name = fields["name"].flatMap { newName($0, "a storm") }.map { item.scope + $0 } ?? workload
    let every = fields["every"].flatMap { positiveDistribution($0, "storms that come at once never end") }
    let lasts = fields["lasts"].flatMap { positiveDistribution($0, "a storm that lasts no time does nothing") }
    let factor = fields["factor"].flatMap(factor)
    guard let every, let lasts, let factor else { return nil }
    return Workload.Storm(name: name, every: every, duration: lasts, factor: factor)
  }

  /// One storm has one course; only what it does to each workload may differ.
  func checkStorms() {
    var first: [String: Workload] = [:]
    for workload in scenario.workloads {
      guard let storm = workload.storm else { continue }
      guard let other = first[storm.name], let course = other.storm else {
        first[storm.name] = workload
        continue
      }
      if course.every != storm.every || course.duration != storm.duration {
        problems.error(
          "workloads `\(other.name)` and `\(workload.name)` share the storm `\(storm.name)` and differ in when it comes",
          at: workload.place, suggestion: "give both the same `every` and `lasts`")
      }
    }
  }
}
