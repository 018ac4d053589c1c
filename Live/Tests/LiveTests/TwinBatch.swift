import Foundation
import Testing

/// Many short runs of the first look against twins of its own, some of them at a time: each needs little of a core.
struct TwinBatch {
  /// How the fidelity of each run came out; `generator` where the generator cannot be believed.
  private(set) var verdicts: [String: Int] = [:]
  /// Why those differ that do.
  private(set) var causes: [String: Int] = [:]

  private static let together = 4
  private static let file = Programs.scenario("live/first-look")

  /// - Parameters:
  ///   - settings: of the twins alone, as `--set` takes them.
  ///   - length: of each run.
  init(runs: Int, settings: [String] = [], length: String) throws {
    for first in stride(from: 0, to: runs, by: Self.together) {
      try add(seeds: first + 1...min(first + Self.together, runs), settings, length)
    }
    note("twins: \(settings.joined(separator: " ")) \(verdicts) \(causes)")
  }

  /// All at once: the predictions of one would disturb another one that still measures.
  private mutating func add(seeds: ClosedRange<Int>, _ settings: [String], _ length: String) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let hosts = try seeds.map { seed in
      try Server.host(Self.file, ["--seed", "\(seed)"] + settings.flatMap { ["--set", $0] }, in: scratch)
    }
    defer { for host in hosts { host.stop() } }
    let runs = try zip(seeds, hosts).map { seed, host in
      try LiveRun.Started(
        Self.file, on: host.url,
        ["--seed", "\(seed)", "--for", length, "--out", "results-\(seed)", "--no-self-test", "--no-report"], in: scratch
      )
    }
    for run in runs { count(try run.ended(within: .seconds(180))) }
  }

  private mutating func count(_ run: LiveRun) {
    guard run.isJudged, let fidelity = run.report?.live?.fidelity else {
      verdicts["generator", default: 0] += 1
      return
    }
    verdicts[fidelity.verdict, default: 0] += 1
    if fidelity.verdict == "differs" {
      causes[fidelity.cause ?? "none", default: 0] += 1
      note("twins: \(fidelity.causeText ?? ""); \(fidelity.figures.filter { !$0.agrees }.map(\.name))")
    }
  }

  /// Runs whose generator can be believed.
  var judged: Int { verdicts.values.reduce(0, +) - verdicts["generator", default: 0] }

  subscript(verdict: String) -> Int { verdicts[verdict, default: 0] }
}
