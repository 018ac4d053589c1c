import Experiments
import Scenarios

/// A sweep as a table for a terminal: one line for each point, the Pareto-optimal ones marked.
package enum SweepText {
  package static func text(_ sweep: SweepResult, color: Bool = false, unicode: Bool = true) -> String {
    let glyphs = Glyphs(isASCII: !unicode)
    let ink = Ink(isColored: color)
    var lines = [ink.strong(glyphs.encoded("\(sweep.points.count) designs\(sweep.isPartial ? ", and not all" : "")"))]
    lines += table(sweep.points, paths: sweep.axes.map(\.path), glyphs: glyphs).lines(indent: "  ", ink: ink)
    if sweep.points.contains(where: \.isOnFront) {
      lines.append(
        ink.muted(
          glyphs.encoded(
            "* holds its budgets, and no other that does is better in one of tail and cost and as good in the other")))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static func table(_ points: [DesignPoint], paths: [String], glyphs: Glyphs) -> TextTable {
    let tail = points.compactMap(\.tail).first?.name ?? "tail"
    var columns: [(String, TextTable.Alignment)] = [("", .left)] + paths.map { ($0, .left) }
    columns += [(tail, .right), ("a month", .right), ("busiest", .left), ("budgets", .left)]
    var table = TextTable(columns, glyphs: glyphs)
    for point in points {
      let currency = point.result.cost?.currency ?? "USD"
      table.add(
        [point.isOnFront ? "*" : " "] + point.settings.map(\.text) + [
          point.tail.map { QuantityText.figure($0.value, unit: "ns") } ?? "–",
          point.cost.map { QuantityText.figure($0.value, unit: "micro-units", currency: currency) } ?? "–",
          point.result.busiestText,
          point.result.budgetWords,
        ])
    }
    return table
  }
}

/// The search for the cheapest design as text for a terminal.
package enum CheapestText {
  package static func text(_ answer: CostSearch.Answer, color: Bool = false, unicode: Bool = true) -> String {
    let glyphs = Glyphs(isASCII: !unicode)
    let ink = Ink(isColored: color)
    var lines = sentences(answer).enumerated().map { $0 == 0 ? ink.strong(glyphs.encoded($1)) : glyphs.encoded($1) }
    let paths = answer.points.first?.settings.map(\.path) ?? []
    lines += SweepText.table(answer.points, paths: paths, glyphs: glyphs).lines(indent: "  ", ink: ink)
    return lines.joined(separator: "\n") + "\n"
  }

  /// The answer in words; the first sentence is the answer itself.
  static func sentences(_ answer: CostSearch.Answer) -> [String] {
    var sentences: [String] = []
    if let cheapest = answer.cheapest {
      let point = answer.points[cheapest]
      let currency = point.result.cost?.currency ?? "USD"
      let cost = point.cost.map { QuantityText.figure($0.value, unit: "micro-units", currency: currency) } ?? ""
      sentences.append(
        "\(point.label) is the cheapest of \(answer.points.count) that holds every budget, at \(cost) a month")
    } else {
      sentences.append("none of \(answer.points.count) designs is sure to hold every budget")
    }
    if !answer.undecided.isEmpty {
      let names = answer.undecided.map { answer.points[$0].label }.joined(separator: "; ")
      sentences.append(
        "cheaper, but neither sure to hold nor to break: \(names); more --replications would tell")
    }
    return sentences
  }
}

extension RunResult {
  /// `held`, or the names of those that are not.
  var budgetWords: String {
    let broken = deciding.filter { $0.verdict == .violated }.map(\.name)
    let open = deciding.filter { $0.verdict == .cannotJudge }.map(\.name)
    if broken.isEmpty && open.isEmpty { return deciding.isEmpty ? "none" : "held" }
    return (broken.map { "\($0) broken" } + open.map { "\($0) open" }).joined(separator: ", ")
  }

  /// `db 61.8 %`: the component whose scarcest resource is the busiest.
  var busiestText: String { busiest.map { "\($0.component) \(QuantityText.share($0.utilization))" } ?? "–" }
}
