import Components
import Experiments
import Recording

/// Puts the parts of a run together: the rows and the digest are those of one run of all replications.
struct ShardMerge {
  /// A part, and where it is.
  private struct Part {
    var path: String
    var store: RunStore
    var run: RunResult
    var shard: Shard
  }

  /// Parts that do not make one run; nothing was written.
  struct Refusal: Error, CustomStringConvertible {
    var reasons: [String]
    var description: String { reasons.map { "error: \($0)" }.joined(separator: "\n") }
  }

  private let parts: [Part]

  /// The last part that each database holds.
  ///
  /// - Throws: `Refusal` with everything that is wrong, or `RecordingError`.
  init(_ paths: [String]) throws {
    var found: [Part] = []
    var reasons: [String] = []
    for path in paths {
      let store = try RunStore.reading(path)
      let runs = try store.runs().filter { !$0.isPartial && $0.mode == .simulated }
      let last = try runs.last { try store.load($0.run).shard != nil }
      guard let last, let shard = try store.load(last.run).shard else {
        reasons.append("\(path) holds no finished part: run one with --shard i/n")
        continue
      }
      found.append(Part(path: path, store: store, run: try store.load(last.run), shard: shard))
    }
    parts = found.sorted { ($0.shard.number, $0.path) < ($1.shard.number, $1.path) }
    reasons += Self.mismatches(parts)
    if !reasons.isEmpty { throw Refusal(reasons: reasons) }
  }

  private static func mismatches(_ parts: [Part]) -> [String] {
    guard let first = parts.first else { return [] }
    var reasons: [String] = []
    for part in parts.dropFirst() {
      func differ<Value: Equatable>(_ what: String, _ value: (RunResult) -> Value) {
        if value(part.run) != value(first.run) { reasons.append("\(part.path) and \(first.path) differ in \(what)") }
      }
      differ("their scenario or its options") { $0.scenario.hash }
      differ("their seed") { $0.scenario.seed }
      differ("the version of the program") { $0.programVersion }
      differ("the build of the program") { $0.build }
      differ("the number of parts") { $0.shard?.count }
    }
    let numbers = parts.map(\.shard.number)
    for (part, next) in zip(parts, parts.dropFirst()) where part.shard.number == next.shard.number {
      reasons.append("part \(part.shard.number) is there twice: \(part.path) and \(next.path)")
    }
    let missing = (1...first.shard.count).filter { !numbers.contains($0) }
    if !missing.isEmpty {
      let list = missing.map(String.init).joined(separator: ", ")
      reasons.append(
        "part\(missing.count == 1 ? "" : "s") \(list) of \(first.shard.count) \(missing.count == 1 ? "is" : "are") missing"
      )
    }
    return reasons
  }

  /// Writes replications and result into a database, which is created where needed; returns the run.
  func write(to path: String) throws -> (result: RunResult, run: Int64) {
    let total = parts.reduce(0) { $0 + $1.run.replications }
    let first = parts[0]
    let design = try StoredDesign(first.run, replications: total, in: first.path)
    guard design.scenario.hash == first.run.scenario.hash,
      parts.allSatisfy({ $0.run.replications == $0.shard.share(of: total) })
    else { throw Refusal(reasons: ["the parts do not add up to one run: one of them was cut short"]) }
    var kept: [(Int, KeptReplication)] = []
    for part in parts {
      for index in 0..<part.run.replications {
        let number = part.shard.replication(at: index)
        guard let replication = try part.store.replication(number, of: design.key) else {
          throw Refusal(reasons: ["\(part.path) has lost replication \(number)"])
        }
        kept.append((number, replication))
      }
    }
    let store = try RunStore(path: path)
    for (number, replication) in kept { try store.keep(replication, as: number, of: design.key) }
    let experiment = try design.experiment(store)
    let result = try experiment.run(stop: StopRequest())
    precondition(experiment.reused == total, "a merge runs nothing")
    return (result, try store.add(result))
  }
}
