import ArgumentParser
import Components
import Systems

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Documents a kind, a domain or a metric: parameters, units, defaults, meters, an example.")

  @Argument(help: "The name of a kind, a domain or a metric; `orrery list` has them.")
  var thing: String

  func run() throws {
    if let kind = Kind.named(thing) { return print(Documentation.text(kind)) }
    if let domain = Registry.domains.first(where: { $0.description.name == thing }) {
      return print(Documentation.text(domain.description))
    }
    if let metric = Metric.named(thing) { return print(Documentation.text(metric)) }
    let all =
      Kind.all.map(\.name) + Registry.domains.map(\.description.name) + Metric.all.map(\.name)
    throw ValidationError("nothing is called \(thing); there are \(all.joined(separator: ", "))")
  }
}

/// Reference texts, printed from the tables that the reader checks against.
enum Documentation {
  static func text(_ kind: Kind) -> String {
    var text = "\(kind.name) — \(kind.summary)\n"
    if !kind.isBuilt { text += "\nKnown to the language and not built yet.\n" }
    if !kind.parameters.isEmpty { text += "\nParameters\n" + parameters(kind.parameters, indent: 2) }
    if !kind.meters.isEmpty {
      text += "\nMeters, for `price:`\n"
      for meter in kind.meters {
        text += "  \(meter.name.padded(to: 14)) \(meter.unit): \(meter.documentation)\n"
      }
    }
    text += "\nMetrics\n"
    for metric in Metric.all where metric.labels.contains("component") {
      text += "  \(metric.name.padded(to: 14)) \(metric.documentation)\n"
    }
    if !kind.example.isEmpty { text += "\nExample\n  \(kind.example)\n" }
    return text
  }

  static func text(_ binding: BindingDescription) -> String {
    var text = "\(binding.name) — \(binding.summary)\n\nParameters of `domain:`\n"
    text += parameters(binding.parameters, indent: 2)
    text += "\nEntities, for `of:`\n"
    for entity in binding.entities {
      text += "  \(binding.name).\(entity.name)  \(entity.bytesEach) B each: \(entity.documentation)\n"
    }
    text += "\nCommands, for `do:`\n"
    for command in binding.commands {
      text += "  \(command.name.padded(to: 20)) → \(command.outcomes.joined(separator: ", "))\n"
      text += "  \("".padded(to: 20))   \(command.documentation)\n"
    }
    text += "\nMarks that the core sets: \(binding.marks.joined(separator: ", "))\n\nMonitors\n"
    for monitor in binding.monitors { text += "  \(monitor.id.padded(to: 8)) \(monitor.documentation)\n" }
    return text
  }

  static func text(_ metric: Metric) -> String {
    """
    \(metric.name) — \(metric.documentation)

      unit        \(metric.unit.rawValue)
      statistics  \(metric.statistics.joined(separator: " "))
      labels      \(metric.labels.joined(separator: " "))
      failures    \(metric.countsFailures ? "counted" : "left out")

    Example
      budgets: { name: \(metric.statistics.first ?? "") \(metric.name) < … }
    """
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
      if case .map(let inner) = parameter.form { text += self.parameters(inner, indent: indent + 4) }
    }
    return text
  }

  static func form(_ form: ValueForm) -> String {
    switch form {
    case .time: "time"
    case .timeRange: "time range"
    case .clock: "clock"
    case .count(let bounds):
      bounds.upperBound > 1_000_000_000 ? "count" : "count \(bounds.lowerBound)…\(bounds.upperBound)"
    case .rate: "rate"
    case .size: "size"
    case .ratio: "ratio"
    case .factor: "factor"
    case .money: "money"
    case .timeLaw: "law of times"
    case .sizeLaw: "law of sizes"
    case .pickLaw: "law of ranks"
    case .flag: "yes or no"
    case .word(let words): words.joined(separator: " | ")
    case .name(let space): space.rawValue
    case .text: "text"
    case .countPer(let units, _): "count, or count per \(units.joined(separator: " or "))"
    case .perClass(let inner): "{ class: \(self.form(inner)) }"
    case .list(let inner): "[ \(self.form(inner)) ]"
    case .map: "{ … }"
    case .table(let inner): "{ name: \(self.form(inner)) }"
    case .either(let forms): forms.map { self.form($0) }.joined(separator: ", or ")
    }
  }
}
