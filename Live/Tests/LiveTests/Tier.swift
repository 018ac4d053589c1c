import Foundation
import Testing

/// How much is tested: ORRERY_LIVE_TESTS says `live`, some minutes, or `nightly`, an hour. Nothing where it is not set: a
/// generator is measured on a machine that does nothing else.
enum Tier: String {
  case live, nightly

  static let asked = ProcessInfo.processInfo.environment["ORRERY_LIVE_TESTS"].flatMap(Tier.init)
  /// Where scripts/postgres has started a database.
  static let database = ProcessInfo.processInfo.environment["ORRERY_POSTGRES"]
}

/// All suites, one test at a time: each has both cores for itself.
@Suite(.serialized, .enabled(if: Tier.asked != nil, "ORRERY_LIVE_TESTS says neither live nor nightly"))
enum LiveTier {}

extension Trait where Self == ConditionTrait {
  static var nightly: Self { .enabled(if: Tier.asked == .nightly, "ORRERY_LIVE_TESTS does not say nightly") }
  static var withDatabase: Self { .enabled(if: Tier.database != nil, "ORRERY_POSTGRES names no database") }
}

/// What the test has measured, or could not: for whoever reads its output.
func note(_ text: String) { print("live: \(text)") }
