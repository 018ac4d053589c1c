import Components
import Engine

/// The shapes that a workload can have.
extension Checker {
  func readStages(_ item: Item, _ shape: String) -> [Workload.Stage]? {
    guard let elements = item.node.elements else {
      problems.error("`\(shape)` is a list, not \(item.node.description)", at: item.place)
      return nil
    }
    let (what, number) = shape == "steps" ? ("a step", "step") : ("a stage", "stage")
    var stages: [Workload.Stage] = []
    for (index, node) in elements.enumerated() {
      let element = item.element(index, node)
      guard let fields = fields(element, Language.stage, of: what) else { continue }
      let name = fields["name"].flatMap { newName($0, what) } ?? "\(number)-\(index + 1)"
      if stages.contains(where: { $0.name == name }) {
        problems.error("two \(number)s are called `\(name.shortened)`", at: fields["name"]?.place ?? element.place)
      }
      guard let duration = fields["duration"].flatMap({ time($0) }), let target = fields["target"].flatMap(rate)
      else { continue }
      stages.append(Workload.Stage(name: name, duration: duration, target: target))
    }
    if elements.isEmpty { problems.error("`\(shape)` is empty", at: item.place) }
    // A start is at most as long again, so the end of the last stage fits.
    var rest = ValueReader.longestTime
    for stage in stages {
      guard stage.duration <= rest else {
        problems.error("the \(number)s are longer than 100 years", at: item.place)
        return nil
      }
      rest -= stage.duration
    }
    return stages.isEmpty ? nil : stages
  }

  func readSteps(_ item: Item) -> [Workload.Stage]? {
    let steps = readStages(item, "steps")
    for (index, step) in (steps ?? []).enumerated() where step.duration == 0 {
      problems.error(
        "the step `\(step.name.shortened)` lasts no time", at: item.node.elements?[index].place ?? item.place,
        suggestion: "steps jump by themselves: leave it out")
    }
    return steps
  }

  func readDiurnal(_ item: Item) -> Workload.Shape? {
    guard let fields = fields(item, Language.diurnal, of: "`diurnal`") else { return nil }
    let mean = fields["mean"].flatMap(rate)
    let peak = fields["peak"].flatMap(factor)
    if let item = fields["peak"], let peak, peak < 1 {
      problems.error("the highest rate of a day cannot be below its mean", at: item.place)
    }
    if let item = fields["peak"], let peak, peak > DiurnalCurve.highestPeak {
      problems.error(
        "a day whose peak is more than 40 times its mean is over within minutes", at: item.place,
        suggestion: "make it a `crowd`, or spans of a `calendar`")
    }
    let regions = fields["regions"].map(readRegions) ?? []
    guard let at = fields["at"] else { return nil }
    needsStart(at)
    guard let mean, let peak, let clock = value(at, "a clock time", ValueReader.clock) else { return nil }
    if clock.day != .any {
      problems.error("a time of day is expected here, without a day", at: at.place)
    }
    return .diurnal(mean: mean, peak: peak, peakAt: clock.sinceMidnight, regions: regions)
  }

  private func readRegions(_ item: Item) -> [Workload.Region] {
    guard item.node.entries != nil else {
      problems.error("`regions` is a map of names, not \(item.node.description)", at: item.place)
      return []
    }
    checkKeys(item, of: "a region")
    var regions: [Workload.Region] = []
    var isWhole = true
    for (entry, child) in item.entries {
      let fields = fields(child, Language.region, of: "a region")
      let shift = fields?["shift"].flatMap { time($0) } ?? 0
      if shift >= .day, let place = fields?["shift"]?.place {
        problems.error("a region's shift is less than a day", at: place)
      }
      guard let share = fields?["share"].flatMap({ ratio($0) }) else {
        isWhole = false
        continue
      }
      regions.append(Workload.Region(name: entry.key, share: share, shift: shift))
    }
    let sum = regions.reduce(0) { $0 + $1.share }
    if isWhole, abs(sum - 1) > 1e-9 {
      problems.error("the shares of the regions add up to \(ValueReader.percent(sum)), not to 100%", at: item.place)
    }
    return regions
  }

  func readCrowd(_ item: Item) -> Workload.Shape? {
    guard let fields = fields(item, Language.crowd, of: "`crowd`") else { return nil }
    let count = fields["count"].flatMap { self.count($0, of: "count", in: Language.crowd) }
    let within = fields["within"].flatMap { time($0) }
    guard let count, let within else { return nil }
    return .crowd(count: count, within: within)
  }

  func readClosed(_ item: Item) -> Workload.Shape? {
    guard let fields = fields(item, Language.closed, of: "`closed`") else { return nil }
    let users = fields["users"].flatMap { count($0, of: "users", in: Language.closed) }
    let think = fields["think"].flatMap { distribution($0, over: .time) }
    let patience = fields["patience"].flatMap { positiveDistribution($0, "users without patience ask for nothing") }
    if fields["users"] != nil, let stages = fields["stages"] {
      problems.error("`stages` say how many users there are, and so does `users`", at: stages.place)
    }
    // The most that `stages` name, which are read with the workload.
    let most = (fields["stages"]?.node.elements ?? []).compactMap { stage in
      (stage["target"]?.text).flatMap { try? Provenance($0) }.flatMap { try? ValueReader.count($0.value) }
    }.max()
    if users == nil, fields["users"] != nil { return nil }
    // Without either, as many as the workload's `who` has, which is not known here.
    return .closed(users: users ?? most.map { max(1, $0) } ?? 0, think: think ?? .constant(0), patience: patience)
  }

  func readUsers(_ item: Item) -> Workload.Shape? {
    guard let fields = fields(item, Language.users, of: "`users`") else { return nil }
    let count = fields["count"].flatMap { self.count($0, of: "count", in: Language.users) }
    let active = fields["active"].flatMap { ratio($0) }
    let each = fields["each"].flatMap(rate)
    guard let count, let each else { return nil }
    return .users(count: count, active: active ?? 1, each: each)
  }

  func readCalendar(_ item: Item) -> Workload.Shape? {
    guard let elements = item.node.elements else {
      problems.error(
        "`calendar` is a list of spans, not \(item.node.description)", at: item.place,
        suggestion: "write it as in `[ { at: Fri 20:00, for: 2h, rate: 50/s } ]`")
      return nil
    }
    if elements.isEmpty { problems.error("`calendar` is empty", at: item.place) }
    var spans: [CalendarSpan] = []
    for (index, node) in elements.enumerated() {
      let element = item.element(index, node)
      guard let fields = fields(element, Language.calendar, of: "a span") else { continue }
      let at = fields["at"].flatMap(instant)
      let duration = fields["for"].flatMap { positiveTime($0, "a span that lasts no time holds nothing") }
      let rate = fields["rate"].flatMap(rate)
      guard let at, let duration, let rate else { continue }
      let text = fields["at"]?.node.text ?? ""
      spans.append(
        CalendarSpan(
          at: at, duration: duration, rate: rate,
          clock: ValueReader.isClock(text) ? (try? Provenance(text)).flatMap { try? ValueReader.clock($0.value) } : nil,
          text: text, place: element.place))
    }
    spans.sort { $0.at < $1.at }
    for (span, next) in zip(spans, spans.dropFirst()) where span.at + span.duration > next.at {
      problems.error(
        "the span overlaps with the one in line \(span.place.line)", at: next.place,
        suggestion: "workloads add up: make it another workload")
    }
    warnOfSpans(spans)
    return spans.isEmpty ? nil : .calendar(spans.map { ($0.at, $0.duration, $0.rate) })
  }

  func readTrace(_ item: Item) -> Workload.Shape? {
    guard let name = text(item, "a file of arrival times") else { return nil }
    let path = SourceFiles.resolve(name, from: item.place.file)
    let trace: TraceFile
    do throws(ScenarioFileError) {
      trace = try files.trace(of: path)
    } catch {
      problems.error("cannot read `\(name.shortened)`: \(error.reason)", at: item.place)
      return nil
    }
    for problem in trace.problems { problems.error(problem.message, at: problem.place, suggestion: problem.suggestion) }
    let flows = trace.flows.map { flow in
      resolve(flow.name, .flow, "a flow", scope: item.scope, at: flow.place)
    }
    guard trace.problems.isEmpty, !flows.contains(nil) else { return nil }
    return .trace(trace.rows.map { row in (row.at, row.flow < 0 ? nil : flows[Int(row.flow)]) })
  }
}

extension Workload.Shape {
  /// Stages that say how long the workload is.
  var stages: [Workload.Stage]? {
    switch self {
    case .stages(let stages), .steps(let stages): stages
    default: nil
    }
  }
}
