import Experiments
import Foundation
import Statistics

/// A comparison as one versioned JSON object, for programs.
package enum ComparisonJSON {
  package static func text(_ comparison: DesignComparison) throws -> String {
    try JSONReport.text(Document(comparison))
  }

  private struct Document: Encodable {
    let schema = JSONReport.schema
    let study = "compare"
    let replications: Int
    let level: Double
    let sentences, remarks: [String]
    let designs: [Design]
    let figures: [Figure]
    let ranking: OrNull<Order>

    init(_ comparison: DesignComparison) {
      replications = comparison.replications
      level = comparison.level
      sentences = comparison.sentences
      remarks = comparison.remarks
      designs = comparison.designs.map(Design.init)
      figures = comparison.figures.map { Figure($0, comparison.designs.map(\.label)) }
      ranking = OrNull(comparison.ranking.map { Order($0, comparison.designs.map(\.label)) })
    }
  }

  private struct Design: Encodable {
    let label: String
    let changes: [JSONChange]
    let run: JSONRun
    init(_ design: ComparedDesign) {
      label = design.label
      changes = design.changes.map(JSONChange.init)
      run = JSONRun(design.result)
    }
  }

  private struct Figure: Encodable {
    let figure, unit, better: String
    let values: [String: OrNull<Double>]
    let differences: [String: OrNull<Difference>]
    init(_ figure: ComparedFigure, _ labels: [String]) {
      self.figure = figure.name
      unit = figure.unit
      better = figure.isLowerBetter ? "lower" : "higher"
      // What is infinite is the longest time that there is, as everywhere.
      values = Dictionary(zip(labels, figure.values.map { OrNull($0.map { min($0, 0x1p63) }) })) { first, _ in first }
      differences = Dictionary(zip(labels.dropFirst(), figure.differences.map { OrNull($0.map(Difference.init)) })) {
        first, _ in first
      }
    }
  }

  private struct Difference: Encodable {
    let pairs: Int
    let mean, low, high: Double
    let ratio, variance_reduction: OrNull<Double>
    let verdict: String
    init(_ difference: FigureDifference) {
      pairs = difference.pairs
      mean = difference.interval.mean
      low = difference.interval.low
      high = difference.interval.high
      ratio = OrNull(difference.ratio?.mean)
      variance_reduction = OrNull(difference.varianceReduction)
      verdict = difference.verdict.rawValue
    }
  }

  private struct Order: Encodable {
    let figure, statement: String
    let order, candidates: [String]
    init(_ ranking: Ranking, _ labels: [String]) {
      figure = ranking.figure
      statement = ranking.statement
      order = ranking.order.map { labels[$0] }
      candidates = ranking.candidates.map { labels[$0] }
    }
  }
}

/// A setting that two designs do not share; null where one has none.
struct JSONChange: Encodable {
  let path: String
  let base, candidate: OrNull<String>
  init(_ change: SettingChange) {
    path = change.path
    base = OrNull(change.base)
    candidate = OrNull(change.candidate)
  }
}
