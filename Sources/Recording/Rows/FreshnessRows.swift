import Experiments
import GRDB

extension RunRows {
  private static let lawColumns = ["population", "measure", "period_ns", "pipeline"]
  private static let pointColumns = ["law", "delay_ns", "measured", "expected"]

  func write(_ laws: [FreshnessLaw]) throws {
    try write(
      "freshness_laws", Self.lawColumns,
      laws.map {
        [
          .text($0.population), .text($0.measure), .integer($0.period),
          .blob(HistogramCoding.encoded($0.pipeline)),
        ]
      })
    try write(
      "freshness_points", Self.pointColumns,
      laws.enumerated().flatMap { index, law in
        law.points.map {
          [.integer(index), .integer($0.delay), .number($0.measured), .number($0.expected)]
        }
      })
  }

  func readFreshnessLaws() throws -> [FreshnessLaw] {
    var laws = try read("freshness_laws", Self.lawColumns) { row in
      var law = FreshnessLaw()
      law.population = try row.text()
      law.measure = try row.text()
      law.period = try row.integer()
      law.pipeline = try HistogramCoding.decoded(row.blob())
      return law
    }
    _ = try read("freshness_points", Self.pointColumns) { row in
      let index = try row.int()
      guard laws.indices.contains(index) else {
        throw Damage(what: "a point of freshness law \(index), which is not there")
      }
      laws[index].points.append(
        (delay: try row.integer(), measured: try row.number(), expected: try row.number()))
    }
    return laws
  }
}
