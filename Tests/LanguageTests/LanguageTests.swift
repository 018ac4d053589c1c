import Components
import Foundation
import Scenarios
import Testing

/// What the language accepts, a run depends on.
@Suite struct LanguageTests {
  /// The pairs of every room.
  static let pairs: [Pair] =
    Pairs.stations + Pairs.scaling + Pairs.computing + Pairs.fronts + Pairs.messaging + Pairs.logs + Pairs.polling
    + Pairs.stores + Pairs.outside + Pairs.bills + Pairs.policies + Pairs.faults + Pairs.effects + Pairs.workloads
    + Pairs.steps + Pairs.run

  @Test func `every key of the language has a pair or a reason why it needs none`() throws {
    let known = Set(LanguageWalk.keys)
    var covered: Set<String> = []
    for pair in Self.pairs {
      covered.insert(pair.key)
      for setting in try pair.difference() where setting.path.hasSuffix(".\(pair.name)") {
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
      let difference = try pair.difference().filter { !$0.path.contains("budgets") || pair.key.hasPrefix("budget") }
      #expect(!difference.isEmpty, "\(pair.key): the two are the same")
      for setting in difference {
        let parts = setting.path.split { ".[]".contains($0) }
        #expect(
          parts.contains { $0 == pair.name || $0 == pair.holder }, "\(pair.key): they differ in \(setting.path) as well")
      }
    }
  }

  @Test(arguments: pairs) func `a figure follows`(pair: Pair) throws {
    let bodies = pair.texts
    let values = try bodies.map { try World.figure($0, pair.figure, files: pair.files) }
    let (one, other) = (values[0], values[1])
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
    let settings = try texts.map { try World.read(World.text($0, figure: figure), files: files).settings }
    return settings[0].filter { !settings[1].contains($0) } + settings[1].filter { !settings[0].contains($0) }
  }
}
