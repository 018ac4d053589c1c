import Components
import Foundation
import Testing

@testable import Scenarios

/// What the language accepts, a run depends on.
@Suite struct LanguageTests {
  /// The pairs of every room.
  static let pairs: [Pair] =
    chosen(
      Pairs.stations + Pairs.scaling + Pairs.computing + Pairs.proxies + Pairs.messaging + Pairs.logs + Pairs.polling
        + Pairs.subscriptions
        + Pairs.stores + Pairs.outside + Pairs.bills + Pairs.policies + Pairs.faults + Pairs.effects + Pairs.workloads
        + Pairs.steps + Pairs.run)

  /// All, or those whose key begins with `ORRERY_PAIR`, to look at a few.
  private static func chosen(_ pairs: [Pair]) -> [Pair] {
    guard let start = ProcessInfo.processInfo.environment["ORRERY_PAIR"] else { return pairs }
    return pairs.filter { pair in start.split(separator: ",").contains { pair.key.hasPrefix($0) } }
  }

  @Test func `every key of the language has a pair or a reason why it needs none`() throws {
    let known = Set(LanguageWalk.keys)
    var covered: Set<String> = []
    for pair in Self.pairs {
      covered.insert(pair.key)
      for setting in (try? pair.difference()) ?? [] where setting.path.hasSuffix(".\(pair.name)") {
        covered.insert("\(pair.key)=\(setting.text)")
      }
      if let standard = LanguageWalk.standards[pair.key] { covered.insert("\(pair.key)=\(standard)") }
    }
    let missing = LanguageWalk.keys.filter { !covered.contains($0) && LanguageWalk.exempt[$0] == nil }
    #expect(missing.isEmpty, "without a pair: \(missing.joined(separator: ", "))")
    let strangers = Self.pairs.map(\.key).filter { !known.contains($0) }
    #expect(strangers.isEmpty, "pairs of keys that there are not: \(strangers.joined(separator: ", "))")
    let idle = LanguageWalk.exempt.keys.sorted().filter { !known.contains($0) }
    #expect(idle.isEmpty, "exempt, and not there: \(idle.joined(separator: ", "))")
  }

  @Test func `a pair differs in its key alone`() throws {
    for pair in Self.pairs {
      guard let difference = try? pair.difference() else {
        Issue.record("\(pair.key): it cannot be read")
        continue
      }
      if pair.files.values.contains(where: { $0.contains("◊") }) { continue }
      #expect(!difference.isEmpty, "\(pair.key): the two are the same")
      for setting in difference {
        let parts = setting.path.split { ".[]".contains($0) }
        #expect(
          parts.contains { $0 == pair.name || $0 == pair.holder || pair.besides.contains(String($0)) },
          "\(pair.key): they differ in \(setting.path) as well")
      }
    }
  }

  @Test func `a core is told what a lost disk takes with it`() throws {
    func lost(_ store: String) throws -> Double? {
      try World.figure(
        """
        domain: { core: coins }
        populations: { hot: { count: 100 } }
        components:
          app: { kind: service, operations: { run: [ { do: toss, in: db.write, key: hot, timeout: 1s, when: { heads|tails: continue } } ] } }
          db: { kind: \(store) operations: { write: 1ms } }
        faults: { bad: { at: 15s, hits: db, disk-loss: 1s } }
        """, "count violations(monitor=CO-I1) < 1")
    }
    let all = try #require(try lost("database,"))
    let backup = try #require(try lost("database, backup: { every: 5s, takes: 100ms, slows: x1.01 },"))
    let copy = try #require(try lost("database, replica: { count: 1, lag: 100ms },"))
    // Fifteen seconds, five, and a tenth of one, at 50 a second.
    #expect(all > 650 && all < 850 && backup > 180 && backup < 320 && copy < 20 && copy > 0)
    #expect(try lost("document-store,") == 0)
  }

  @Test(arguments: pairs) func `a figure follows`(pair: Pair) throws {
    let (first, second) = (pair.sides[0], pair.sides[1])
    let one = try World.figure(first.body, pair.figure, files: first.files)
    if case .refused(let words) = pair.move {
      let refusal = #expect(throws: World.Refused.self) {
        try World.figure(second.body, pair.figure, files: second.files)
      }
      #expect(refusal?.description.contains(words) ?? false, "\(pair.key): \(refusal?.description ?? "")")
      return
    }
    let other = try World.figure(second.body, pair.figure, files: second.files)
    let said = "\(pair.figure): \(one.map { "\($0)" } ?? "none") → \(other.map { "\($0)" } ?? "none")\n\(pair.body)"
    guard let one, let other else {
      Issue.record("\(pair.key): \(said)")
      return
    }
    #expect(pair.move.holds(one, other), "\(pair.key): \(said)")
  }
}

extension Pair.Move {
  func holds(_ one: Double, _ other: Double) -> Bool {
    func isNear(_ value: Double, _ wanted: Double) -> Bool { abs(value - wanted) <= 0.01 * abs(wanted) }
    switch self {
    case .rises: return other > one * 1.02 && other > one
    case .falls: return other < one * 0.98
    case .times(let factor): return one != 0 && isNear(other, one * factor)
    case .from(let wanted, to: let then): return isNear(one, wanted) && isNear(other, then)
    case .refused: return false
    }
  }
}

extension Pair: CustomTestStringConvertible {
  var testDescription: String { "\(key): \(one) → \(other)" }

  /// The last part of its key, and the one that holds it.
  var name: String { key.split(separator: ".").last.map(String.init) ?? key }
  var holder: String { key.split(separator: ".").dropLast().last.map(String.init) ?? key }

  /// Settings that only one of the two has, or that they have otherwise.
  func difference() throws -> [Setting] {
    let settings = try sides.map { try World.settings(World.text($0.body, figure: figure), files: $0.files) }
    return settings[0].filter { !settings[1].contains($0) } + settings[1].filter { !settings[0].contains($0) }
  }
}
