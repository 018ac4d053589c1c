import Components

/// Entries of the catalogues: kinds, metrics, counters, decisions and domains.
extension Reference {
  static func catalogue(_ vocabulary: Vocabulary) -> [Entry] {
    vocabulary.kinds.map { entry($0, vocabulary.metrics) } + vocabulary.metrics.map(entry)
      + Counter.allCases.map(entry) + Decision.Kind.allCases.map(entry)
  }

  private static func entry(_ kind: Kind, _ metrics: [Metric]) -> Entry {
    var entry = Entry(section: .kinds, name: kind.name, summary: kind.summary)
    entry.isBuilt = kind.isBuilt
    entry.parametersTitle = "Parameters"
    entry.parameters = kind.parameters
    entry.tables = [
      Table(title: "Meters, for `price:`", rows: kind.meters.map { ($0.name, "\($0.unit): \($0.documentation)") }),
      Table(
        title: "Metrics",
        rows: metrics.filter { $0.labels.contains("component") }.map { ($0.name, $0.documentation) }),
    ]
    entry.example = kind.example.isEmpty ? "" : "components:\n  \(kind.example)"
    return entry
  }

  private static func entry(_ metric: Metric) -> Entry {
    var entry = Entry(section: .metrics, name: metric.name, summary: metric.documentation)
    entry.tables = [
      Table(
        title: "In checks",
        rows: [
          ("unit", metric.unit.rawValue), ("statistics", metric.statistics.joined(separator: " ")),
          ("labels", metric.labels.joined(separator: " ")),
          ("in windows", metric.windows.isEmpty ? "no" : "with " + metric.windows.joined(separator: ", ")),
          ("failures", metric.countsFailures ? "counted" : "left out"),
        ])
    ]
    entry.example = LanguageExamples.metrics[metric.name] ?? ""
    return entry
  }

  private static func entry(_ counter: Counter) -> Entry {
    var entry = Entry(section: .counters, name: counter.name, summary: counter.documentation)
    entry.tables = [
      Table(title: "Where", rows: [("counted", "by each component, of operations that arrived in the measured part")])
    ]
    return entry
  }

  private static func entry(_ decision: Decision.Kind) -> Entry {
    var entry = Entry(section: .decisions, name: decision.rawValue, summary: decision.summary)
    entry.tables = [Table(title: "In a row", rows: [("values", decision.documentation)])]
    return entry
  }

  static func entry(_ binding: BindingDescription) -> Entry {
    var entry = Entry(section: .domains, name: binding.name, summary: binding.summary)
    entry.parametersTitle = "Parameters of `domain:`"
    entry.parameters = binding.parameters
    entry.tables = [
      Table(
        title: "Entities, for `of:`",
        rows: binding.entities.map { ("\(binding.name).\($0.name)", "\($0.bytesEach) B each: \($0.documentation)") }),
      Table(
        title: "Commands, for `do:`",
        rows: binding.commands.map {
          ($0.name, "→ \($0.outcomes.joined(separator: ", ")): \($0.documentation)\($0.emits ? " (`emits`)" : "")")
        }),
      Table(title: "Marks that the core sets", rows: binding.marks.map { ($0, "") }),
      Table(title: "Monitors", rows: binding.monitors.map { ($0.id, $0.documentation) }),
    ]
    return entry
  }
}
