import Components

/// Entries of what the language itself knows: keys, steps, policies, workloads, faults and values.
extension Reference {
  static func language(_ vocabulary: Vocabulary) -> [Entry] {
    Language.topKeys.map { key in
      var entry = Entry(section: .keys, name: key.name, summary: key.documentation)
      entry.parameters = vocabulary.keys(of: key.name)
      if key.name == "prices" {
        let keys = Language.priceBook.map { ($0.name, $0.documentation) }
        entry.tables = [Table(title: "In a price book, a file of its own", rows: keys)]
      }
      entry.example = LanguageExamples.topKeys[key.name] ?? ""
      return entry
    }
      + StepForm.all.map { entry($0, vocabulary) }
      + vocabulary.policies.flatMap { entries(.policies, [$0.parameter], [$0.name: $0.example]) }
      + vocabulary.shapes.flatMap { entries(.shapes, [$0.parameter], [$0.name: $0.example]) }
      + entries(.modifiers, Language.besidesShapes, LanguageExamples.modifiers)
      + entries(.faults, Language.aboutFaults, LanguageExamples.faults)
      + vocabulary.effects.flatMap { entries(.effects, [$0.parameter], [$0.name: $0.example]) }
      + ValueGuide.all.map(entry)
  }

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

  private static func entry(_ step: StepForm, _ vocabulary: Vocabulary) -> Entry {
    var entry = Entry(section: .steps, name: step.name, summary: step.documentation)
    entry.isBuilt = step.isBuilt
    entry.parametersTitle = "Beside it"
    entry.parameters = step.parameters
    if step.takesPolicy {
      let policies = vocabulary.policies.map { ($0.name, $0.parameter.documentation) }
      entry.tables.append(Table(title: "Keys of a policy, beside it", rows: policies))
    }
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
