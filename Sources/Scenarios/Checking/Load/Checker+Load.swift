import Components
import Engine

/// `workloads`: who asks for what, and the instants that they and faults begin at.
extension Checker {
  func readWorkloads() {
    for (name, keyPlace, item) in table("workloads") {
      guard let fields = fields(item, vocabulary.workload, of: "a workload") else { continue }
      let who = fields["who"].flatMap { self.name($0, .population, "a population") }
      let starts = fields["starts"].flatMap(instant) ?? 0
      let flows = fields["flows"].map(readShares) ?? []
      let shape = readShape(item, fields, name: name, at: keyPlace)
      checkFlows(fields, shape, at: item.place)
      guard let shape else { continue }
      var workload = Workload(name: name, shape: shape, starts: starts, flows: flows, who: who, place: keyPlace)
      readModifiers(item, fields, into: &workload)
      readPacing(fields["closed"], into: &workload)
      scenario.workloads.append(workload)
    }
    checkStorms()
    warnOfRows()
    let duration = scenario.run.duration
    for workload in scenario.workloads where duration > 0 && workload.starts >= duration {
      problems.warning("workload `\(workload.name)` starts after the run has ended", at: workload.place)
    }
  }

  private func readShares(_ item: Item) -> [(flow: String, share: Double)] {
    var flows: [(flow: String, share: Double)] = []
    for (name, share) in shares(item, "the flows of a workload", name: "flow") {
      guard let entry = item.node.entry(name),
        let flow = resolve(name, .flow, "a flow", scope: item.scope, at: entry.keyPlace)
      else { continue }
      flows.append((flow, share))
    }
    return flows
  }

  /// A trace may name the flow of every row; all other requests are shared out.
  private func checkFlows(_ fields: Fields, _ shape: Workload.Shape?, at place: Place) {
    if case .trace(let rows)? = shape {
      let open = rows.count { $0.flow == nil }
      if let flows = fields["flows"], open == 0 {
        problems.warning("`flows` is not used: every row of the trace names its flow", at: flows.place)
      }
      if fields["flows"] == nil, open > 0 {
        problems.error(
          "`flows` is missing in a workload, and in its trace \(open == 1 ? "a row names" : "\(open) rows name") no flow",
          at: place,
          suggestion: "write it as in `flows: { view: 100% }`")
      }
    } else if fields["flows"] == nil, fields["trace"] == nil {
      problems.error("`flows` is missing in a workload", at: place)
    }
  }

  private func readShape(_ item: Item, _ fields: Fields, name: String, at place: Place) -> Workload.Shape? {
    let shapes = vocabulary.shapes.map(\.name)
    let stated = item.entries.filter { shapes.contains($0.entry.key) }
    guard let first = stated.first else {
      problems.error(
        "workload `\(name)` has no shape", at: place, suggestion: Spelling.choice(of: shapes))
      return nil
    }
    for other in stated.dropFirst() {
      problems.error(
        "a workload has one shape, and `\(other.entry.key)` is a second beside `\(first.entry.key)`",
        at: other.entry.keyPlace, suggestion: "workloads add up: make it another workload")
    }
    if let starts = fields["starts"], first.entry.key == "calendar" {
      problems.error("a calendar says itself when: `starts` says nothing", at: starts.place)
    }
    guard let shape = fields[first.entry.key] else { return nil }
    return vocabulary.shape(named: first.entry.key)?.read(self, shape)
  }

  // MARK: Instants

  /// `20:08` or `10min`: since the start of the run.
  func instant(_ item: Item) -> Nanoseconds? {
    guard let written = text(item, "a time or a clock time") else { return nil }
    guard ValueReader.isClock(written) else { return time(item, "a time or a clock time") }
    let clock = quantity(item, "a clock time", size: { Double($0.inWeek) }, ValueReader.clock)
    guard let clock else { return nil }
    guard let starts = starts else {
      needsStart(item)
      return nil
    }
    guard let instant = clock.since(starts) else {
      problems.error("`\(written.shortened)` is not within the run", at: item.place)
      return nil
    }
    return instant
  }

  func needsStart(_ item: Item) {
    guard root["run"]?.node["starts"] == nil else { return }
    problems.error(
      "a clock time needs `run.starts`: where in the week the run begins", at: item.place,
      suggestion: "write it as in `run: { starts: Mon 00:00, … }`")
  }
}
