import Components
import Experiments
import Foundation
import Reporting
import Scenarios

/// Has the shards of a study run by an engine until a store holds all that they are to give.
///
/// A shard is finished when its replications are in the store, whatever its task says. One that is lost is run again,
/// so many times at most; one whose command is wrong ends the study at once. Ended or cancelled, all that was finished
/// is kept.
final class Distribution {
  private let ledger: ShardLedger
  private let engine: any TaskEngine
  private let folder: PartFolder
  private let progress: DistributionProgress
  private let console: Console
  private let retries: Int
  /// How long all of it may take.
  private let limit: Duration
  private let clock = ContinuousClock()
  private var attempts: [Int: Int] = [:]
  /// How each shard stands that has been submitted and is not finished.
  private var open: [Int: TaskState] = [:]
  private var abandoned: [(shard: Int, reason: String, code: Int32?)] = []

  /// Codes that another attempt would only repeat.
  private static let final: [Outcome] = [.usage, .invalidScenario]

  init(
    _ ledger: ShardLedger, _ engine: any TaskEngine, folder: PartFolder, console: Console, name: String, retries: Int,
    limit: Duration
  ) {
    self.ledger = ledger
    self.engine = engine
    self.folder = folder
    self.console = console
    self.retries = retries
    self.limit = limit
    progress = DistributionProgress(console, name: name)
  }

  /// - Throws: `DistributionFailure` where something is missing in the end, or the program is interrupted.
  func run() throws {
    let started = clock.now
    do {
      try begin()
      while !open.isEmpty {
        if Interruption.request.isRequested { throw interrupted() }
        if clock.now - started > limit { throw timedOut() }
        var lost: [Int] = []
        for (shard, state) in try engine.look() where open[shard] != nil {
          if try settle(shard, state) { lost.append(shard) }
        }
        if !lost.isEmpty { try submit(lost) }
        progress.show(done: ledger.total - ledger.missingCount, of: ledger.total, Array(open.values))
        pause()
      }
    } catch {
      progress.end()
      let problems = engine.cancel()
      for shard in open.keys.sorted() { _ = try? ledger.adopt(shard) }
      for problem in problems { console.note("error: \(problem)") }
      console.note(
        "kept      \(ledger.total - ledger.missingCount) of \(ledger.total) replications; the same command runs the others"
      )
      throw error
    }
    progress.end()
    if !abandoned.isEmpty { throw failure() }
  }

  // MARK: Beginning

  private func begin() throws {
    let active = try engine.resume()
    for shard in active { open[shard] = .running }
    if !active.isEmpty { console.remark("following \(active.count) tasks that are under way") }
    for shard in ledger.unfinished where open[shard] == nil { _ = try ledger.adopt(shard) }
    let unfinished = ledger.unfinished.filter { open[$0] == nil }
    if !unfinished.isEmpty { try submit(unfinished) }
  }

  private func submit(_ shards: [Int]) throws {
    for shard in shards {
      attempts[shard, default: 0] += 1
      open[shard] = .waiting("")
    }
    try engine.submit(shards.map { ShardTask(shard: $0, attempt: attempts[$0] ?? 1) })
  }

  // MARK: Settling

  /// Takes note of how a shard stands.
  ///
  /// - Returns: whether it is to be run again.
  private func settle(_ shard: Int, _ state: TaskState) throws -> Bool {
    open[shard] = state
    let code: Int32?
    var reason: String
    switch state {
    case .waiting, .running: return false
    case .ended(let ended): (code, reason) = (ended, "exit \(ended)")
    case .lost(let how): (code, reason) = (nil, how)
    }
    if let problem = try adopt(shard, isLate: code == 0) { reason += "; \(problem)" }
    if ledger.missingCount(of: shard) == 0 {
      open[shard] = nil
      return false
    }
    if let stranger = ledger.stranger(shard), code == 0 {
      throw DistributionFailure(.invalidScenario, "part \(shard): \(stranger)")
    }
    if let words = folder.lastWords(shard) { reason += ": \(words)" }
    if let outcome = code.flatMap(Outcome.init(rawValue:)), Self.final.contains(outcome) {
      throw DistributionFailure(outcome, "part \(shard): \(reason)")
    }
    if Interruption.request.isRequested { return false }
    let attempt = attempts[shard] ?? 1
    if attempt <= retries {
      progress.end()
      console.remark("part \(shard) is lost and is run again, attempt \(attempt + 1) of \(retries + 1) (\(reason))")
      return true
    }
    open[shard] = nil
    abandoned.append((shard, reason, code))
    return false
  }

  /// Takes over what a shard has finished.
  ///
  /// - Parameter isLate: all of it should be there, and is waited for: a shared folder may show a file some seconds
  ///   after another machine has closed it.
  /// - Returns: what was wrong with it, if anything.
  private func adopt(_ shard: Int, isLate: Bool) throws -> String? {
    var problem = try ledger.adopt(shard)
    for _ in 0..<10 where isLate && ledger.missingCount(of: shard) > 0 && ledger.stranger(shard) == nil {
      usleep(300_000)
      problem = try ledger.adopt(shard) ?? problem
    }
    return problem
  }

  private func pause() {
    let end = clock.now + engine.interval
    while !open.isEmpty && clock.now < end && !Interruption.request.isRequested { usleep(20_000) }
  }

  // MARK: Failures

  private func failure() -> DistributionFailure {
    let outcomes = abandoned.compactMap { $0.code.flatMap(Outcome.init(rawValue:)) }
    let reasons = abandoned.sorted { $0.shard < $1.shard }.map {
      "part \($0.shard) of \(ledger.plan.shards) was lost \(retries + 1) times, at last: \($0.reason); what it printed: \(folder.log($0.shard).shown)"
    }
    console.note(
      "kept      \(ledger.total - ledger.missingCount) of \(ledger.total) replications; the same command runs the others"
    )
    let worst = outcomes.first { $0 == .ioFailure || $0 == .internalError }
    return DistributionFailure(worst ?? .ioFailure, reasons)
  }

  private func interrupted() -> DistributionFailure {
    DistributionFailure(.interrupted, "interrupted: what was submitted is cancelled")
  }

  private func timedOut() -> DistributionFailure {
    let parts = open.keys.sorted().prefix(20).map(String.init).joined(separator: ", ")
    return DistributionFailure(
      .ioFailure, "after \(limit.components.seconds) s these parts have not ended and are cancelled: \(parts)")
  }
}
