import Components
import Scenarios

/// The reference of the language as Markdown: the last part of `docs/language.md`, which a test holds against it.
package enum ReferenceMarkdown {
  package static func text(_ reference: Reference) -> String {
    Reference.Section.allCases.map { section in
      let title = section.rawValue.prefix(1).uppercased() + section.rawValue.dropFirst()
      return "### \(title): \(section.documentation)\n\n" + body(section, reference.entries(in: section))
    }.joined(separator: "\n") + "\n### Renamed keys: what older files say\n\n"
      + table(["before", "now", "a key of"], Reference.renamed.map { [code($0.old), code($0.new), code($0.holder)] })
  }

  private static func body(_ section: Reference.Section, _ entries: [Reference.Entry]) -> String {
    switch section {
    case .keys:
      // Policies, workloads and faults have sections of their own.
      return table(["key", "what it is"], entries.map { [code($0.name), $0.summary] })
        + entries.filter { !$0.parameters.isEmpty && !["policies", "workloads", "faults"].contains($0.name) }
        .map { "\n#### \(code($0.name))\n\n" + keys($0.parameters) + tables($0) + example($0.example) }.joined()
    case .policies, .shapes, .modifiers, .faults, .effects:
      return keys(entries.flatMap(rows)) + example(together(entries.map(\.example)))
    case .metrics:
      return table(
        ["metric", "unit", "statistics", "labels", "in windows", "failures", "what it is", "as in"],
        entries.map { entry in
          [code(entry.name)] + (entry.tables.first?.rows ?? []).map(\.text)
            + [entry.summary, code(String(entry.example.split(separator: " m: ").last ?? ""))]
        })
    case .counters: return table(["counter", "what it counts"], entries.map { [code($0.name), $0.summary] })
    case .decisions:
      return table(
        ["decision", "what happened", "values"],
        entries.map { [code($0.name), $0.summary, $0.tables.first?.rows.first?.text ?? ""] })
    case .kinds, .steps, .values, .domains: return entries.map(text).joined(separator: "\n")
    }
  }

  /// One entry under a heading of its own.
  package static func text(_ entry: Reference.Entry) -> String {
    var text = "#### \(code(entry.name))\n\n\(sentence(entry.summary))\n"
    if !entry.isBuilt { text += "Known to the language and not built yet.\n" }
    if !entry.parameters.isEmpty { text += "\n" + keys(entry.parameters) }
    text += tables(entry)
    return text + example(entry.section == .steps ? "- \(entry.example)" : entry.example)
  }

  // MARK: Tables

  /// An entry as a key with those inside its map.
  private static func rows(_ entry: Reference.Entry) -> [Parameter] {
    guard let form = entry.form else { return [] }
    return [
      Parameter(
        entry.name, form, standard: entry.standard, required: entry.isRequired, built: entry.isBuilt, entry.summary)
    ]
  }

  private static func keys(_ parameters: [Parameter]) -> String {
    table(
      ["key", "written as", "default", "what it is"],
      Reference.flattened(parameters).map { path, parameter in
        let notes = (parameter.scales ? ["scales"] : []) + (parameter.isBuilt ? [] : ["not built yet"])
        return [
          code(path), ReferenceText.form(parameter.form),
          parameter.isRequired ? "required" : parameter.standard.map(code) ?? "",
          parameter.documentation + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))"),
        ]
      })
  }

  private static func tables(_ entry: Reference.Entry) -> String {
    // Metrics of components are the same for all kinds: they have a section of their own.
    let own = entry.section == .kinds ? entry.tables.prefix(1) : entry.tables[...]
    return own.filter { !$0.rows.isEmpty }.map { table in
      "\n" + self.table([table.title, ""], table.rows.map { [code($0.name), $0.text] })
    }.joined()
  }

  private static func table(_ heads: [String], _ rows: [[String]]) -> String {
    let lines = [heads, heads.map { _ in "---" }] + rows.map { row in row.map { $0.replacing("|", with: "\\|") } }
    return lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  // MARK: Text

  private static func code(_ text: String) -> String { text.isEmpty ? "" : "`\(text)`" }

  /// `passes time` → `Passes time.`
  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
  }

  private static func example(_ text: String) -> String {
    text.isEmpty ? "" : "\n```yaml\n\(text)\n```\n"
  }

  /// Examples that add to one key, under that key once.
  private static func together(_ examples: [String]) -> String {
    var lines: [Substring] = []
    for example in examples {
      let own = example.split(separator: "\n")
      lines += lines.first == own.first ? own.dropFirst() : own[...]
    }
    return lines.joined(separator: "\n")
  }
}
