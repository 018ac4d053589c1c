import Components
import Scenarios

/// Reference texts, printed from the tables that the reader checks against.
package enum ReferenceText {
  /// One entry, as `orrery show` prints it.
  package static func text(_ entry: Reference.Entry) -> String {
    var text = "\(entry.name) — \(entry.section.singular): \(entry.summary)\n"
    if !entry.isBuilt { text += "\nKnown to the language and not built yet.\n" }
    if let form = entry.form, !entry.isOnlyKeys {
      var notes: [String] = []
      if entry.isRequired { notes.append("required") }
      if let standard = entry.standard { notes.append("\(standard) by default") }
      text += "\nWritten as \(Self.form(form))\(notes.isEmpty ? "" : "; " + notes.joined(separator: ", ")).\n"
    }
    if !entry.parameters.isEmpty {
      text += "\n\(entry.parametersTitle)\n" + parameters(entry.parameters, indent: 2)
    }
    for table in entry.tables where !table.rows.isEmpty {
      text += "\n\(table.title)\n"
      let width = table.rows.map(\.name.count).filter { $0 <= 36 }.max() ?? 0
      for row in table.rows { text += trimmed("  \(row.name.padded(to: width))  \(row.text)") + "\n" }
    }
    if !entry.example.isEmpty {
      text += "\nExample\n"
      for line in entry.example.split(separator: "\n") { text += "  \(line)\n" }
    }
    return text
  }

  /// A parameter, or a word, that is no entry of its own, with what has it.
  package static func text(_ name: String, _ holders: [(entry: Reference.Entry, path: String, parameter: Parameter)])
    -> String
  {
    let keys = holders.filter { $0.parameter.name == name }
    let words = holders.filter { $0.parameter.name != name }
    let what = [("a key of", keys), ("a word of", words)].filter { !$0.1.isEmpty }.map { what, holders in
      "\(what) \(unique(holders.map(\.entry.name)).joined(separator: ", "))"
    }
    var text = "\(name) — \(what.joined(separator: "; "))\n\n"
    let width = holders.map(\.path.count).max() ?? 0
    for holder in holders {
      var named = holder.parameter
      named.name = holder.path.padded(to: width)
      text += parameters([named], indent: 2)
    }
    let first = holders[0].entry.name
    return text + "\n`orrery show \(first)` has the rest of \(first).\n"
  }

  private static func parameters(_ parameters: [Parameter], indent: Int) -> String {
    let space = String(repeating: " ", count: indent)
    var text = ""
    for parameter in parameters {
      let name = parameter.name.padded(to: 14)
      var notes: [String] = []
      if parameter.isRequired { notes.append("required") }
      if let standard = parameter.standard { notes.append("default \(standard)") }
      if parameter.scales { notes.append("scales") }
      if !parameter.isBuilt { notes.append("not built yet") }
      let suffix = notes.isEmpty ? "" : " [\(notes.joined(separator: ", "))]"
      text += "\(space)\(name) \(form(parameter.form)): \(parameter.documentation)\(suffix)\n"
      text += self.parameters(parameter.form.parameters, indent: indent + 4)
    }
    return text
  }

  package static func form(_ form: ValueForm) -> String {
    switch form {
    case .time: "time"
    case .timeRange: "time-range"
    case .clock: "clock"
    case .count(let bounds):
      bounds.upperBound > 1_000_000_000 ? "count" : "count \(bounds.lowerBound)…\(bounds.upperBound)"
    case .rate: "rate"
    case .size: "size"
    case .ratio: "ratio"
    case .factor: "factor"
    case .money: "money"
    case .timeDistribution: "distribution of times"
    case .sizeDistribution: "distribution of sizes"
    case .keyDistribution: "key-distribution"
    case .flag: "yes or no"
    case .word(let words): words.joined(separator: " | ")
    case .name(let space): space == .priceEntry ? "name of a price" : "name of a \(space.rawValue)"
    case .text: "text"
    case .countPer(let units, _): "count, or count per \(units.joined(separator: " or "))"
    case .perClass(let inner): "{ class: \(self.form(inner)) }"
    case .list(let inner): "[ \(self.form(inner)) ]"
    case .map: "{ … }"
    case .table(let inner): "{ name: \(self.form(inner)) }"
    case .either(let forms): forms.map { self.form($0) }.joined(separator: ", or ")
    }
  }

  /// Each name once, in the order of the first.
  private static func unique(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}

extension Reference.Entry {
  /// Whether its keys say all about its form.
  fileprivate var isOnlyKeys: Bool {
    guard !isRequired, standard == nil, !parameters.isEmpty else { return false }
    switch form {
    case .map, .list(.map): return true
    default: return false
    }
  }
}
