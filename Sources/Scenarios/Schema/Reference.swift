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

  /// Entries that have a parameter of this name, at any depth, with that parameter: `backoff` is one of `retry`.
  /// Keys of a scenario file hold the rest of the language, so they count only where nothing else does.
  package func holders(of name: String) -> [(entry: Entry, path: String, parameter: Parameter)] {
    let all = entries.flatMap { entry in
      Self.flattened(entry.parameters).filter { $0.parameter.name == name }
        .map { (entry: entry, path: "\(entry.name).\($0.path)", parameter: $0.parameter) }
    }
    let nearest = all.filter { $0.entry.section != .keys }
    return nearest.isEmpty ? all : nearest
  }

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
    let names = entries.map(\.name) + entries.flatMap { Self.flattened($0.parameters).map(\.parameter.name) }
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

extension ValueForm {
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
