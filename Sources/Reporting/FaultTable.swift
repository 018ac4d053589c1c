import Experiments

/// What flows, populations and consumer groups did before, during and after one fault, as rows of text: the same on
/// the terminal and on the page.
struct FaultTable {
  struct Row: Equatable {
    /// Of a subject's first row alone.
    var name: String
    var figure: String
    /// Before, during and after.
    var values: [String]
  }

  let rows: [Row]
  /// Subjects that have no rows.
  let hidden: Int

  /// - Parameter most: subjects that are shown: those whose share of errors rose most, then those whose goodput fell
  ///   most. A consumer group of which nothing waited is left out.
  init(of fault: String, in result: RunResult, most: Int) {
    let own = result.faultStages.filter { $0.fault == fault }
    let subjects = stride(from: 0, to: own.count - own.count % 3, by: 3).map { Array(own[$0..<$0 + 3]) }
    let told = subjects.filter { stages in
      stages[0].subject == .group ? stages.contains { $0.lag >= 0.05 } : stages.contains { $0.requests > 0 }
    }
    let ranked = told.enumerated().sorted { left, right in
      let (first, second) = (Self.harm(left.element), Self.harm(right.element))
      return first != second ? second < first : left.offset < right.offset
    }
    let shown = ranked.prefix(most).map(\.element)
    hidden = told.count - shown.count
    rows = shown.isEmpty ? [] : [Self.times(own)] + shown.flatMap(Self.rows)
  }

  private static func harm(_ stages: [FaultStageResult]) -> (Double, Double, Double) {
    let errors = stages.map { $0.errors ?? 0 }
    let goodput = stages.map { $0.goodput ?? 0 }
    let lost = goodput[0] > 0 ? 1 - goodput[1] / goodput[0] : 0
    let p99 = stages.map { Double($0.p99 ?? 0) }
    return (errors[1] - errors[0], lost, p99[0] > 0 ? p99[1] / p99[0] : stages[1].lag - stages[0].lag)
  }

  private static func times(_ stages: [FaultStageResult]) -> Row {
    Row(name: "", figure: "time", values: stages.prefix(3).map { $0.time > 0 ? QuantityText.time($0.time) : "none" })
  }

  private static func rows(_ stages: [FaultStageResult]) -> [Row] {
    let name = stages[0].name
    guard stages[0].subject != .group else {
      return [
        Row(name: name, figure: "lag", values: stages.map { told($0) { QuantityText.number($0.lag) } }),
        Row(name: "", figure: "oldest", values: stages.map { told($0) { QuantityText.time($0.oldest) } }),
      ]
    }
    var rows = [
      Row(
        name: name, figure: "errors", values: stages.map { stage in told(stage) { $0.errors.map(QuantityText.share) } }),
      Row(
        name: "", figure: "goodput",
        values: stages.map { stage in told(stage) { $0.goodput.map { QuantityText.figure($0, unit: "per second") } } }),
    ]
    if stages[0].subject == .flow {
      rows.append(
        Row(
          name: "", figure: "p99",
          values: stages.map { stage in told(stage, p99) }))
    }
    return rows
  }

  /// Of the answered requests; in brackets where there are too few of them.
  private static func p99(_ stage: FaultStageResult) -> String? {
    guard let p99 = stage.p99 else { return nil }
    let text = p99 == .max ? "never" : QuantityText.time(p99)
    return stage.requests - stage.failed < 100 ? "(\(text))" : text
  }

  /// A figure of a stage that has any time; at least that where some requests had not ended.
  private static func told(_ stage: FaultStageResult, _ figure: (FaultStageResult) -> String?) -> String {
    guard stage.time > 0, let text = figure(stage) else { return "–" }
    return stage.unended > 0 ? "≥ \(text)" : text
  }
}
