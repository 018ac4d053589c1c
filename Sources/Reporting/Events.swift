import Experiments

/// Decisions of one kind at one component, for tables that list no single ones.
struct DecisionTally {
  var kind: String
  var component: String
  var count: Int
  var first: Int64
  var last: Int64

  /// In the order in which each kind and component was first seen.
  static func all(_ decisions: [DecisionResult]) -> [DecisionTally] {
    var tallies: [DecisionTally] = []
    for decision in decisions {
      if let known = tallies.firstIndex(where: { $0.kind == decision.kind && $0.component == decision.component }) {
        tallies[known].count += 1
        tallies[known].last = decision.at
      } else {
        tallies.append(
          DecisionTally(
            kind: decision.kind, component: decision.component, count: 1, first: decision.at, last: decision.at))
      }
    }
    return tallies
  }
}

extension DecisionResult {
  /// `4 → 8` where the kind has something before and after.
  var change: String {
    let changes = ["scale-up", "scale-down", "booted", "failover-ended"].contains(kind)
    return changes ? "\(QuantityText.number(before)) → \(QuantityText.number(after))" : ""
  }
}

extension RecoveryResult {
  /// `recovered within 40 s`
  var sentence: String {
    switch outcome {
    case .recovered:
      let time = recoveredAfter ?? 0
      let text = time == 0 ? "recovered at once" : "recovered within \(QuantityText.time(time))"
      return style == .recurring && judged > 1 ? "\(text) at worst of \(judged) times" : text
    case .didNotRecover:
      return "did not recover\(lostShare) (metastable)"
    case .notJudged: return "not judged: \(remark)"
    }
  }

  /// ` in 2 of 10 replications`; empty where there is one.
  var lostShare: String {
    let cases = style == .recurring ? "occurrences before the next" : "replications"
    return judged > 1 ? " in \(judged - recovered) of \(judged) \(cases)" : ""
  }

  /// Whether it began and ended at one time.
  var hasTime: Bool { style == .fault || style == .surge }

  /// `fault of db`, `surge of newsletter`
  var cause: String {
    switch style {
    case .fault, .recurring, .aimed: hits.isEmpty ? "fault" : "fault of \(hits.joined(separator: ", "))"
    case .surge: "load of \(workload)"
    }
  }

  var verdict: Verdict {
    switch outcome {
    case .recovered: .held
    case .didNotRecover: .warned
    case .notJudged: .cannotJudge
    }
  }
}

extension ComponentResult {
  /// Why there is no busy share.
  var withoutShare: String { (slots > 0 || cores > 0) && meanLive == 0 ? "none there" : "no limit" }

  /// `0.5 replicas down, 1.2 starting on average`; nil where none ever was.
  var absenceText: String? {
    let parts = [(meanDown, "down"), (meanStarting, "starting"), (meanEjected, "left out")].compactMap { mean, word in
      (mean ?? 0) > 0 ? "\(QuantityText.number(mean ?? 0)) \(word)" : nil
    }
    guard !parts.isEmpty, let meanLive else { return nil }
    return "\(QuantityText.number(meanLive)) replicas there on average; \(parts.joined(separator: ", "))"
  }

  /// `hit ratio 83 %, 1,203 hits, 240 misses`; empty without counters.
  var countText: String {
    var parts = hitRatio.map { ["hit ratio \(QuantityText.share($0))"] } ?? []
    parts += counts.map { "\(QuantityText.count($0.count)) \($0.counter)" }
    return parts.joined(separator: ", ")
  }

  /// ` × 4`, or ` × 6.2 of 24` where they come and go.
  var size: String {
    if let meanReplicas { return " × \(QuantityText.number(meanReplicas)) of \(QuantityText.count(replicas))" }
    return replicas > 1 ? " × \(QuantityText.count(replicas))" : ""
  }
}

extension RunResult {
  /// An instant since the start, in one form for all of a run: `75.25 s`, or `20:08:03` where that is long.
  func instant(_ nanoseconds: Int64) -> String {
    guard simulatedNanoseconds >= 600_000_000_000 else {
      return Decimal.significant(Double(nanoseconds) / 1e9, digits: 4) + " s"
    }
    let seconds = nanoseconds / 1_000_000_000
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }
}
