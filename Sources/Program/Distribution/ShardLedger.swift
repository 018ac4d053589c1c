import Experiments
import Recording
import Scenarios

/// Which replications of a plan a store has, and what is taken into it from parts.
final class ShardLedger {
  let plan: ShardPlan
  private let store: RunStore
  private let folder: PartFolder
  /// What each shard still lacks.
  private var missing: [[ShardPlan.Need]]
  let total: Int

  /// - Parameter isFresh: counts nothing as there that the store has already.
  init(_ plan: ShardPlan, store: RunStore, folder: PartFolder, isFresh: Bool) throws {
    self.plan = plan
    self.store = store
    self.folder = folder
    missing = (1...plan.shards).map(plan.needs)
    total = Self.count(missing.joined())
    if isFresh { return }
    var there: [String: Set<Int>] = [:]
    for key in plan.wanted.map({ plan.designs[$0] }) { there[key.model] = Set(try store.replications(of: key)) }
    for shard in missing.indices {
      missing[shard] = missing[shard].map { need in
        var need = need
        need.numbers.removeAll { there[need.key.model]?.contains($0) == true }
        return need
      }.filter { !$0.numbers.isEmpty }
    }
  }

  private static func count(_ needs: some Sequence<ShardPlan.Need>) -> Int { needs.reduce(0) { $0 + $1.numbers.count } }

  /// Replications that the store lacks.
  var missingCount: Int { Self.count(missing.joined()) }

  func missingCount(of shard: Int) -> Int { Self.count(missing[shard - 1]) }

  /// Shards that lack something, ascending.
  var unfinished: [Int] { (1...plan.shards).filter { !missing[$0 - 1].isEmpty } }

  /// What is missing, by index of the design, ascending.
  var lacking: [(design: Int, numbers: [Int])] {
    plan.wanted.compactMap { design in
      let numbers = missing.joined().filter { $0.key == plan.designs[design] }.flatMap(\.numbers)
      return numbers.isEmpty ? nil : (design, numbers.sorted())
    }
  }

  /// Takes over what a shard has finished. A database that cannot be read is set aside, so that its shard is run anew.
  ///
  /// - Returns: what was wrong with it, if anything.
  func adopt(_ shard: Int) throws -> String? {
    var problem: String?
    for path in folder.databases(of: shard) where !missing[shard - 1].isEmpty {
      do {
        missing[shard - 1] = try taken(missing[shard - 1], from: path)
      } catch let error as RecordingError where error.path == path {
        // What somebody else has put there is not ours to move.
        if error.reason == .otherProgram { throw error }
        problem = "\(error)"
        folder.setAside(path)
      }
    }
    return problem
  }

  /// Takes over what files hold that were brought here, whatever they are called.
  ///
  /// - Throws: `DistributionFailure` where one replication is in two of them, or `RecordingError`.
  func adoptAll(_ paths: [String]) throws {
    var twice: [String] = []
    let keys = plan.wanted.map { plan.designs[$0] }
    // Two points of a grid can be one model, which several parts then run with good reason.
    let single = keys.filter { key in keys.count { $0 == key } == 1 }
    for (index, path) in paths.enumerated() {
      let part = try RunStore.reading(path)
      for other in paths[..<index] {
        let first = try RunStore.reading(other)
        for key in single {
          let both = Set(try first.replications(of: key)).intersection(try part.replications(of: key))
          if let number = both.min() {
            twice.append("replication \(number) is there twice: \(other) and \(path)")
            break
          }
        }
      }
    }
    if !twice.isEmpty { throw DistributionFailure(.invalidScenario, twice) }
    for path in paths {
      for shard in missing.indices where !missing[shard].isEmpty {
        missing[shard] = try taken(missing[shard], from: path)
      }
    }
  }

  /// What is missing still when a database has given what it has.
  private func taken(_ needs: [ShardPlan.Need], from path: String) throws -> [ShardPlan.Need] {
    let part = try RunStore.reading(path)
    defer { try? part.close() }
    return try needs.compactMap { need in
      let there = Set(try part.replications(of: need.key))
      let taken = Set(try store.adopt(need.numbers.filter(there.contains), of: need.key, from: part))
      let left = need.numbers.filter { !taken.contains($0) }
      return left.isEmpty ? nil : ShardPlan.Need(key: need.key, numbers: left)
    }
  }

  /// Why the databases of a shard that ended well lack something; nil where they are only not finished.
  func stranger(_ shard: Int) -> String? {
    for path in folder.databases(of: shard) {
      guard let builds = try? RunStore.reading(path).builds(), !builds.isEmpty,
        !builds.contains(plan.designs[0].build)
      else { continue }
      return "\(path.shown) was run by another build of the program"
    }
    return nil
  }
}
