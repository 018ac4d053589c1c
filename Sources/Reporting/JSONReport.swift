import Experiments
import Foundation
import Scenarios
import Statistics

/// A result as one versioned JSON object, for programs: `--json`.
///
/// Times are integer nanoseconds, money integer micro-units; a price of one unit may be a fraction of
/// a micro-unit and is then not whole. A quantile of samples that were never answered is
/// 9223372036854775807; one of no samples is null. `host` alone differs between machines.
package enum JSONReport {
  /// Changes whenever a reader of the object would have to.
  package static let schema = 1

  package static func text(_ result: RunResult) throws -> String { try text(JSONRun(result)) }

  package static func text(_ document: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // A figure that does not exist is no reason to have no report.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
    return escaped(String(decoding: try encoder.encode(document), as: UTF8.self)) + "\n"
  }

  /// The same document, with nothing in it that turns the direction of writing where somebody looks at it.
  private static func escaped(_ document: String) -> String {
    func isHidden(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x7f && String.isHidden(scalar) }
    guard document.unicodeScalars.contains(where: isHidden) else { return document }
    var result = ""
    for scalar in document.unicodeScalars {
      guard isHidden(scalar) else {
        result.unicodeScalars.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result
  }
}

/// The object as documented; names of fields are those of the format.
struct JSONRun: Encodable {
  let schema = JSONReport.schema
  let scenario: String
  let options: [String]
  let seed: UInt64
  let digest: String
  let digests: [String: String]
  /// Only where it is true: an interrupted run.
  let partial: Bool?
  /// Counts are added up over them; rates are of one.
  let replications: Int
  let simulated_ns: Int64
  let events: UInt64
  let refreshes: UInt64
  let verdict: String
  let indicators: [JSONIndicator]
  let populations: [JSONPopulation]
  let components: [JSONComponent]
  let outcomes: [JSONOutcome]
  let phases: [JSONPhase]
  let faults: [JSONFault]
  let budgets: [JSONBudget]
  let invariants: [JSONInvariant]
  let objectives: [JSONObjective]
  let cost: JSONCost?
  let findings: [JSONFinding]
  let warnings: [String]
  /// Only of a run against a service: `live` is what it has to say beside the rest.
  let mode: String?
  let live: LiveResult?
  /// Of a live run, three: whether the generator can be believed, what the budgets say, and whether the service is what the
  /// model says.
  let verdicts: JSONVerdicts?
  let host: JSONHost

  init(_ result: RunResult) {
    scenario = result.scenario.name
    mode = result.mode == .live ? result.mode.rawValue : nil
    live = result.live
    verdicts = result.live.map { JSONVerdicts($0, budgets: result.verdict) }
    options = result.scenario.options
    seed = result.scenario.seed
    digest = result.digest
    digests = Dictionary(result.digests.map { ($0.component, $0.digest) }) { first, _ in first }
    partial = result.isPartial ? true : nil
    replications = result.replications
    simulated_ns = result.simulatedNanoseconds
    events = result.events
    refreshes = result.refreshes
    verdict = result.verdict.rawValue
    indicators = result.indicators.map(JSONIndicator.init)
    populations = result.populations.map(JSONPopulation.init)
    components = result.components.map { JSONComponent($0, of: result) }
    outcomes = result.outcomes.map(JSONOutcome.init)
    phases = result.phases.map { JSONPhase($0, of: result) }
    faults = result.recoveries.filter { $0.style != .surge }.map { JSONFault($0, of: result) }
    budgets = result.budgets.map(JSONBudget.init)
    invariants = result.invariants.map(JSONInvariant.init)
    objectives = result.objectives.map(JSONObjective.init)
    cost = result.cost.map(JSONCost.init)
    findings = result.findings.map(JSONFinding.init)
    warnings = result.warnings
    host = JSONHost(result.host)
  }

  /// By hand, so that what is missing is null and not absent.
  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(schema, forKey: .schema)
    try object.encode(scenario, forKey: .scenario)
    try object.encode(options, forKey: .options)
    try object.encodeIfPresent(mode, forKey: .mode)
    try object.encodeIfPresent(live, forKey: .live)
    try object.encodeIfPresent(verdicts, forKey: .verdicts)
    try object.encode(seed, forKey: .seed)
    try object.encode(digest, forKey: .digest)
    try object.encode(digests, forKey: .digests)
    try object.encodeIfPresent(partial, forKey: .partial)
    try object.encode(replications, forKey: .replications)
    try object.encode(simulated_ns, forKey: .simulated_ns)
    try object.encode(events, forKey: .events)
    try object.encode(refreshes, forKey: .refreshes)
    try object.encode(verdict, forKey: .verdict)
    try object.encode(indicators, forKey: .indicators)
    try object.encode(populations, forKey: .populations)
    try object.encode(components, forKey: .components)
    try object.encode(outcomes, forKey: .outcomes)
    try object.encode(phases, forKey: .phases)
    try object.encode(faults, forKey: .faults)
    try object.encode(budgets, forKey: .budgets)
    try object.encode(invariants, forKey: .invariants)
    try object.encode(objectives, forKey: .objectives)
    try object.encode(cost, forKey: .cost)
    try object.encode(findings, forKey: .findings)
    try object.encode(warnings, forKey: .warnings)
    try object.encode(host, forKey: .host)
  }

  private enum CodingKeys: String, CodingKey {
    case schema, scenario, options, seed, digest, digests, partial, replications, simulated_ns, events, refreshes
    case verdict, indicators, populations, components, outcomes, phases, faults, budgets, invariants
    case objectives, cost, findings, warnings, host, mode, live, verdicts
  }
}

struct JSONVerdicts: Encodable {
  let generator: String
  let budgets: String
  let fidelity: String?

  init(_ live: LiveResult, budgets: Verdict) {
    generator = live.generator.reasons.isEmpty ? "sound" : Verdict.cannotJudge.rawValue
    self.budgets = budgets.rawValue
    fidelity = live.fidelity?.verdict
  }
}
