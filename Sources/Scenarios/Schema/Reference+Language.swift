import Components

/// Entries of what the language itself knows: keys, steps, policies, workloads, faults and values.
extension Reference {
  static let language: [Entry] =
    Language.topKeys.map { key in
      var entry = Entry(section: .keys, name: key.name, summary: key.documentation)
      entry.parameters = Language.keys(of: key.name)
      entry.example = LanguageExamples.topKeys[key.name] ?? ""
      return entry
    }
    + StepForm.all.map(entry)
    + entries(.policies, Language.policy, LanguageExamples.policies)
    + entries(.shapes, Language.shapes, LanguageExamples.shapes)
    + entries(.modifiers, Language.besidesShapes, LanguageExamples.modifiers)
    + entries(.faults, Language.aboutFaults, LanguageExamples.faults)
    + entries(.effects, Language.effects, LanguageExamples.effects)
    + ValueGuide.all.map(entry)

  private static func entries(_ section: Section, _ table: [Parameter], _ examples: [String: String]) -> [Entry] {
    table.map { parameter in
      var entry = Entry(section: section, name: parameter.name, summary: parameter.documentation)
      entry.form = parameter.form
      entry.standard = parameter.standard
      entry.isRequired = parameter.isRequired
      entry.isBuilt = parameter.isBuilt
      entry.parameters = parameter.form.parameters
      entry.example = examples[parameter.name] ?? ""
      return entry
    }
  }

  private static func entry(_ step: StepForm) -> Entry {
    var entry = Entry(section: .steps, name: step.name, summary: step.documentation)
    entry.isBuilt = step.isBuilt
    entry.tables = [
      Table(
        title: "Beside it",
        rows: step.keys.map { ($0, StepForm.keyDocumentation[$0] ?? "") }
          + StepForm.commonKeys.filter { $0.name != "when" || step.hasOutcomes })
    ]
    if !step.outcomes.isEmpty { entry.tables.append(Table(title: "Outcomes, for `when:`", rows: step.outcomes)) }
    entry.example = LanguageExamples.steps[step.name] ?? ""
    return entry
  }

  private static func entry(_ value: ValueGuide) -> Entry {
    var entry = Entry(section: .values, name: value.name, summary: value.documentation)
    entry.tables = [Table(title: "Written as", rows: value.forms)]
    if !value.units.isEmpty { entry.tables.append(Table(title: "Units", rows: value.units)) }
    return entry
  }
}

extension Language {
  /// The keys below a top key, where they are fixed.
  static func keys(of topKey: String) -> [Parameter] {
    switch topKey {
    case "run": run
    case "systems": system
    case "network": network
    case "populations": population
    case "policies": policy
    case "workloads": workload
    case "faults": fault
    case "budgets": budget
    case "slos": objective
    case "prices": prices
    default: []
    }
  }

  /// Keys of a workload that are no shape.
  static let besidesShapes = workload.filter { key in !shapes.contains { $0.name == key.name } }
  /// Keys of a fault that are no effect.
  static let aboutFaults = fault.filter { key in !effects.contains { $0.name == key.name } }
}
