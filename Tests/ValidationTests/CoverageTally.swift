import Statistics

/// What so many seeds said of one figure whose truth is known.
struct CoverageTally {
  let name: String
  private(set) var seeds = 0
  private(set) var judged = 0
  private(set) var covered = 0
  private(set) var below = 0
  private(set) var above = 0
  /// A limit of one and a half times the truth held; one of two thirds was violated.
  private(set) var looseHeld = 0
  private(set) var tightViolated = 0

  init(_ name: String) { self.name = name }

  mutating func add(_ estimate: some Estimate, truth: Double) {
    seeds += 1
    if estimate.isJudgeable { judged += 1 }
    if estimate.interval?.contains(truth) ?? false { covered += 1 }
    if estimate.standing(against: truth) == .below { below += 1 }
    if estimate.standing(against: truth) == .above { above += 1 }
    if estimate.standing(against: truth * 1.5) == .below { looseHeld += 1 }
    if estimate.standing(against: truth * 0.67) == .above { tightViolated += 1 }
  }

  var judgedShare: Double { Double(judged) / Double(seeds) }
  /// Of the seeds that are judged.
  var coverage: Double { judged > 0 ? Double(covered) / Double(judged) : 1 }
  /// Verdicts on a limit at the truth, of all seeds: all are wrong.
  var wrong: Double { Double(below + above) / Double(seeds) }
  var decided: Double { Double(min(looseHeld, tightViolated)) / Double(seeds) }

  /// One line of a table: judged, covered, wrongly held and violated, decided at half as much again.
  var row: String {
    func cell(_ value: Double) -> String {
      let text = "\((value * 1000).rounded() / 1000)"
      return String(repeating: " ", count: max(0, 7 - text.count)) + text
    }
    let label = name + String(repeating: " ", count: max(0, 22 - name.count))
    return label + cell(judgedShare) + cell(coverage) + cell(Double(below) / Double(seeds))
      + cell(Double(above) / Double(seeds)) + cell(decided)
  }
}
