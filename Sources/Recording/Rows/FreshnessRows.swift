import Experiments
import GRDB

extension RunRows {
  private static let distributionColumns = ["population", "measure", "period_ns", "pipeline"]
  private static let pointColumns = ["law", "delay_ns", "measured", "expected"]

  func write(_ distributions: [FreshnessDistribution]) throws {
    try write(
      "freshness_laws", Self.distributionColumns,
      distributions.map {
        [
          .text($0.population), .text($0.measure), .integer($0.period),
          .blob(HistogramCoding.encoded($0.pipeline)),
        ]
      })
    try write(
      "freshness_points", Self.pointColumns,
      distributions.enumerated().flatMap { index, distribution in
        distribution.points.map {
          [.integer(index), .integer($0.delay), .number($0.measured), .number($0.expected)]
        }
      })
  }

  func readFreshnessDistributions() throws -> [FreshnessDistribution] {
    var distributions = try read("freshness_laws", Self.distributionColumns) { row in
      var distribution = FreshnessDistribution()
      distribution.population = try row.text()
      distribution.measure = try row.text()
      distribution.period = try row.integer()
      distribution.pipeline = try HistogramCoding.decoded(row.blob())
      return distribution
    }
    _ = try read("freshness_points", Self.pointColumns) { row in
      let index = try row.int()
      guard distributions.indices.contains(index) else {
        throw Damage(what: "a point of freshness distribution \(index), which is not there")
      }
      distributions[index].points.append(
        (delay: try row.integer(), measured: try row.number(), expected: try row.number()))
    }
    return distributions
  }
}
