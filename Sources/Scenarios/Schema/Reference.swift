import Components

/// Everything that a scenario file can say, for `orrery list` and `orrery show`: generated from the tables that the
/// reader checks against, so that what is documented is what is understood.
///
/// One name can stand in several sections: `dead-letters` is a metric and a counter, `queue` a kind and a
/// parameter of others. `entries(named:)` gives all of them.
package struct Reference: Sendable {
  package enum Section: String, Sendable, CaseIterable {
    case keys, kinds, steps, policies, shapes, modifiers, faults, effects, metrics, counters, decisions, values, domains

    /// What an entry of it is, as in `retry (policy)`.
    package var singular: String {
      switch self {
      case .keys: "key of a scenario file"
      case .kinds: "kind of component"
      case .steps: "step"
      case .policies: "policy"
      case .shapes: "shape of a workload"
      case .modifiers: "key of a workload"
      case .faults: "key of a fault"
      case .effects: "effect of a fault"
      case .metrics: "metric"
      case .counters: "counter"
      case .decisions: "decision"
      case .values: "value"
      case .domains: "domain"
      }
    }

    package var documentation: String {
      switch self {
      case .keys: "what stands at the top of a scenario file"
      case .kinds: "components"
      case .steps: "what operations and flows are made of"
      case .policies: "what a caller does about a callee, in `policies:` or beside a call"
      case .shapes: "how load comes; one for each workload"
      case .modifiers: "what else a workload can have"
      case .faults: "when and where a fault hits"
      case .effects: "what a fault does"
      case .metrics: "what budgets, reports and databases name"
      case .counters: "what components count besides arrivals, completions and failures"
      case .decisions: "what policies and platforms decided in a run, each a row of the database"
      case .values: "how quantities are written"
      case .domains: "domain cores that make decisions in the loop"
      }
    }
  }

  /// One documented name.
  package struct Entry: Sendable {
    package var section: Section
    package var name: String
    package var summary: String
    /// How its value is written, where it has one.
    package var form: ValueForm?
    /// The default as it would be written.
    package var standard: String?
    package var isRequired = false
    package var isBuilt = true
    /// Heading of `parameters`.
    package var parametersTitle = "Keys"
    package var parameters: [Parameter] = []
    /// Further tables of names and texts.
    package var tables: [Table] = []
    /// Lines of a scenario file that use it.
    package var example = ""
  }

  package struct Table: Sendable {
    package var title: String
    package var rows: [(name: String, text: String)]
  }

  package let entries: [Entry]
  private let kinds: [Kind]

  package init(_ vocabulary: Vocabulary) {
    kinds = vocabulary.kinds
    entries = Reference.language(vocabulary) + Reference.catalogue(vocabulary) + vocabulary.domains.map(Reference.entry)
  }

  package func entries(in section: Section) -> [Entry] { entries.filter { $0.section == section } }

  /// Every entry of this name. Names are exact.
  package func entries(named name: String) -> [Entry] { entries.filter { $0.name == name } }

  /// Entries that have a parameter of this name, at any depth, with that parameter: `backoff` is one of `retry`. Then
  /// those that have it as a word: `preemptive` is one of `service.discipline`, `egress` a meter of `external`, and
  /// `timeout` an outcome of `call`.
  package func holders(of name: String) -> [(entry: Entry, path: String, parameter: Parameter)] {
    let all = entries.filter { !Self.told.contains($0.name) || $0.section != .keys }.flatMap { entry in
      let own = entry.form.map { [("", Parameter(entry.name, $0, standard: entry.standard, entry.summary))] } ?? []
      let keys = Self.flattened(entry.parameters).map { (".\($0.path)", $0.parameter) }
      return (own + keys).map { (entry: entry, path: entry.name + $0.0, parameter: $0.1) }
    }
    return all.filter { $0.parameter.name == name && $0.path != name }
      + all.filter { $0.parameter.form.words.contains(name) }
      + entries.flatMap { entry in
        entry.rows.filter { Self.head($0.name) == name }.map {
          (entry, "\(entry.name): \($0.title)", Parameter($0.title, .word([$0.name]), $0.text))
        }
      }
  }

  /// Keys of a scenario file whose own keys have sections of their own.
  private static let told = ["policies", "workloads", "faults"]

  /// `exponential` of `exponential(mean 5ms)`.
  private static func head(_ row: String) -> String { String(row.prefix { $0 != "(" && $0 != " " }) }

  /// Parameters and those inside their maps, with their paths.
  package static func flattened(_ parameters: [Parameter]) -> [(path: String, parameter: Parameter)] {
    parameters.flatMap { parameter in
      [(parameter.name, parameter)]
        + flattened(parameter.form.parameters).map { ("\(parameter.name).\($0.path)", $0.parameter) }
    }
  }

  /// Keys that were called otherwise in earlier versions of the language: the older name, the new one, and what has it.
  package static let renamed: [(old: String, new: String, holder: String)] =
    RenamedKey.all.map { ($0.old, $0.new, $0.holder.name) }

  /// What a misspelled name was meant to be.
  package func suggestion(for name: String) -> String? {
    let keys = entries.flatMap { Self.flattened($0.parameters).map(\.parameter) }
    let words = entries.compactMap(\.form).flatMap(\.words) + keys.flatMap(\.form.words)
    let names = entries.map(\.name) + keys.map(\.name) + words
    return RenamedKey.all.first { $0.old == name }?.new ?? KindHints(kinds: kinds).kind(for: name) ?? Spelling.nearest(
      to: name, among: names)
      ?? names.first { name.count > 2 && ($0.hasPrefix(name) || name.hasPrefix($0 + "s")) }
  }

  /// What a misspelled section was meant to be.
  package static func section(for name: String) -> Section? {
    Section(rawValue: name)
      ?? Spelling.nearest(to: name, among: Section.allCases.map(\.rawValue)).flatMap(Section.init(rawValue:))
  }
}

extension Reference.Entry {
  /// What its tables tell of it alone: metrics of components are the same for all kinds.
  fileprivate var rows: [(title: String, name: String, text: String)] {
    let own = section == .kinds ? tables.prefix(1) : [.counters, .decisions].contains(section) ? [] : tables[...]
    return own.flatMap { table in
      table.rows.flatMap { row -> [(title: String, name: String, text: String)] in
        guard section == .metrics else { return [(table.title, row.name, row.text)] }
        // Statistics and labels of a metric share a row.
        guard ["statistics", "labels"].contains(row.name) else { return [] }
        return row.text.split(separator: " ").map { (row.name, String($0), summary) }
      }
    }
  }
}

extension ValueForm {
  /// Words that may stand here, wherever in the form but inside a map of parameters.
  package var words: [String] {
    switch self {
    case .word(let words): words
    case .list(let inner), .table(let inner), .perClass(let inner): inner.words
    case .either(let forms): forms.flatMap(\.words)
    default: []
    }
  }

  /// Parameters of a map, wherever it stands in the form.
  package var parameters: [Parameter] {
    switch self {
    case .map(let parameters): parameters
    case .list(let inner), .table(let inner), .perClass(let inner): inner.parameters
    case .either(let forms): forms.flatMap(\.parameters)
    default: []
    }
  }
}
