import Components
import Engine

/// `faults`: when something breaks, where, and what it does.
extension Checker {
  func readFaults() {
    for (name, keyPlace, item) in table("faults") {
      guard let fields = fields(item, vocabulary.fault, of: "a fault") else { continue }
      let target = fields["hits"].flatMap(readHits)
      let effects = item.entries.filter { entry, _ in vocabulary.effect(named: entry.key) != nil }
      let form = effects.first.flatMap { vocabulary.effect(named: $0.entry.key) }
      let timing = readTiming(item, fields, effect: form, name: name, at: keyPlace, target)
      guard let first = effects.first, let form else {
        problems.error(
          "fault `\(name)` has no effect", at: keyPlace,
          suggestion: Spelling.choice(of: vocabulary.effects.map(\.name)))
        continue
      }
      for other in effects.dropFirst() {
        problems.error(
          "a fault has one effect, and `\(other.entry.key)` is a second beside `\(first.entry.key)`",
          at: other.entry.keyPlace)
      }
      if let by = item.node.entry("by"), first.entry.key != "reorder" {
        problems.error("`by` is for `reorder`", at: by.keyPlace)
      }
      let use = EffectUse(
        form: form, item: first.item, keyPlace: first.entry.keyPlace, fault: item, fields: fields, target: target)
      let key = readKey(use)
      checkTarget(use)
      var replicas = readReplicas(use)
      let effect = fields[use.name].flatMap { _ in form.read(self, use, &replicas) }
      guard var timing, let effect, let target else { continue }
      if case .diskLoss(let restore) = effect { timing = timing.lasting(restore) }
      if case .once(let at, _) = timing, scenario.run.duration > 0, at >= scenario.run.duration {
        problems.warning("fault `\(name)` begins after the run has ended", at: keyPlace)
      }
      scenario.faults.append(
        Fault(
          name: name, timing: timing, target: target, key: key, replicas: replicas, effect: effect, place: keyPlace))
    }
    checkOverlaps()
    checkPolls()
    checkPolledFaults()
    checkPollingWorkers()
    checkQuotas()
  }

  /// A component, or `zone NAME`.
  private func readHits(_ item: Item) -> Fault.Target? {
    guard let written = text(item, "the name of a component, or `zone NAME`") else { return nil }
    guard written.hasPrefix("zone ") else {
      return resolve(written, .component, "a component", scope: item.scope, at: item.place).map { .component($0) }
    }
    let zone = written.dropFirst(5).trimmed
    var zones: [String] = []
    for component in scenario.components {
      for zone in component.zones where !zones.contains(zone) { zones.append(zone) }
    }
    guard zones.contains(zone) else {
      problems.error(
        "no component stands in a zone `\(zone.shortened)`", at: item.place,
        suggestion: Spelling.hint(for: zone, among: zones))
      return nil
    }
    return .zone(zone)
  }

  // MARK: Timing

  private func readTiming(
    _ item: Item, _ fields: Fields, effect: EffectForm?, name: String, at place: Place, _ target: Fault.Target?
  ) -> Fault.Timing? {
    let ways = item.entries.filter { ["at", "every", "before"].contains($0.entry.key) }
    for other in ways.dropFirst() {
      problems.error(
        "a fault comes `\(ways[0].entry.key)` or `\(other.entry.key)`, not both", at: other.entry.keyPlace,
        suggestion: "make them two faults")
    }
    if let share = item.node.entry("share"), ways.first?.entry.key != "before" {
      problems.error("`share` is of the passages through a gap: it is for `before`", at: share.keyPlace)
    }
    let lasting = readLasting(item, fields, effect: effect, name: name, at: place)
    guard let way = ways.first else {
      problems.error("`at` is missing in fault `\(name)`", at: place, suggestion: "say when, as in `at: 10min`")
      return nil
    }
    switch way.entry.key {
    case "at":
      guard let at = instant(way.item), let duration = fixed(lasting, besides: "at") else { return nil }
      return .once(at: at, duration: duration)
    case "every":
      let every = positiveDistribution(way.item, "a fault that comes again at once never ends")
      guard let every, let lasting else { return nil }
      return .every(every, lasting: lasting.distribution)
    default:
      if let effect, !effect.reach.contains(.gaps), let entry = item.node.entry(effect.name) {
        problems.error(
          "`\(effect.name)` cannot be aimed at a step", at: entry.keyPlace,
          suggestion: Spelling.choice(of: vocabulary.effects.filter { $0.reach.contains(.gaps) }.map(\.name).sorted()))
      }
      let share = fields["share"].flatMap { self.share($0, "a fault that hits 0% of the passages does nothing") } ?? 1
      guard let step = readGap(way.item, target), let duration = fixed(lasting, besides: "before") else { return nil }
      return .before(step: step, share: share, duration: duration)
    }
  }

  private struct Lasting {
    var key: String
    var distribution: Distribution
    var place: Place
  }

  /// `for`, or `back-in` for what stops and comes back. Nil when it is missing or cannot be read.
  private func readLasting(_ item: Item, _ fields: Fields, effect: EffectForm?, name: String, at place: Place)
    -> Lasting?
  {
    let stated = item.entries.filter { ["for", "back-in"].contains($0.entry.key) }
    for other in stated.dropFirst() {
      problems.error("`for` and `back-in` say the same", at: other.entry.keyPlace, suggestion: "leave one out")
    }
    let (isInstant, mayStay) = (effect?.span == .instant, effect?.span == .mayComeBack)
    let comesBack = effect?.span == .comesBack || mayStay
    guard let first = stated.first else {
      // What breaks at an instant has no end; a lost primary may never come back; each passage is an instant.
      if isInstant || mayStay || item.node["before"] != nil {
        return Lasting(key: "for", distribution: .constant(0), place: place)
      }
      problems.error(
        "`\(comesBack ? "back-in" : "for")` is missing in fault `\(name)`", at: place,
        suggestion: "say how long it lasts, as in `\(comesBack ? "back-in: 3min" : "for: 5min")`")
      return nil
    }
    if let effect, isInstant {
      problems.error(
        "`\(effect.name)` happens at an instant, so `\(first.entry.key)` says nothing", at: first.entry.keyPlace)
    } else if let effect, first.entry.key == "back-in", !comesBack {
      problems.error(
        "`back-in` is for what stops, and `\(effect.name)` stops nothing", at: first.entry.keyPlace,
        suggestion: "did you mean `for`?")
    }
    return positiveDistribution(first.item, "a fault that lasts no time does nothing").map {
      Lasting(key: first.entry.key, distribution: $0, place: first.item.place)
    }
  }

  /// What happens once lasts a time; a distribution has no other occasion to be drawn.
  private func fixed(_ lasting: Lasting?, besides key: String) -> Nanoseconds? {
    guard let lasting else { return nil }
    guard case .constant(let value) = lasting.distribution else {
      problems.error(
        "beside `\(key)`, `\(lasting.key)` is a time: distributions are for faults that come `every` so often",
        at: lasting.place)
      return nil
    }
    return Nanoseconds(value)
  }

  /// `component.operation/label`, or a label that one step alone has.
  private func readGap(_ item: Item, _ target: Fault.Target?) -> String? {
    guard let written = text(item, "COMPONENT.OPERATION/LABEL") else { return nil }
    var paths: [String] = []
    var byLabel: [String] = []
    for operation in operations {
      guard let component = operation.component else { continue }
      for step in operation.steps {
        step.forEach { step in
          let path = "\(component).\(operation.name)/\(step.label)"
          paths.append(path)
          if step.label == written { byLabel.append(path) }
        }
      }
    }
    // The component may be joined, or named without its system's prefix.
    let full = written.firstIndex(of: ".").flatMap { dot in
      names.resolve(String(written[..<dot]), .component, in: item.scope).map { $0 + written[dot...] }
    }
    if let full, paths.contains(full) { return full }
    // A bare label means a step of what the fault hits, then of anything.
    if case .component(let hits)? = target {
      let own = byLabel.filter { $0.hasPrefix(hits + ".") }
      if !own.isEmpty { byLabel = own }
    }
    if byLabel.count == 1 { return byLabel[0] }
    let near = full.flatMap { Spelling.nearest(to: $0, among: paths) } ?? Spelling.nearest(to: written, among: paths)
    problems.error(
      byLabel.isEmpty
        ? "there is no step `\(written.shortened)`" : "\(byLabel.count) steps are labelled `\(written.shortened)`",
      at: item.place,
      suggestion: byLabel.isEmpty
        ? near.map { "did you mean `\($0)`?" } ?? "write it as in `app.buy/record`" : Spelling.choice(of: byLabel))
    return nil
  }
}

extension Fault.Timing {
  /// The same occasions, each for a fixed time.
  fileprivate func lasting(_ duration: Nanoseconds) -> Self {
    switch self {
    case .once(let at, _): .once(at: at, duration: duration)
    case .every(let distribution, _): .every(distribution, lasting: .constant(Double(duration)))
    case .before(let step, let share, _): .before(step: step, share: share, duration: duration)
    }
  }
}
