import Components
import Engine
import SysopsSquadCore

/// How tickets and experts come together (card, section 9).
enum MatchingMode: String, CaseIterable {
  /// A job that looks at all waiting tickets from time to time.
  case batchGreedy = "batch-greedy"
  case batchOptimal = "batch-optimal"
  /// Once for each ticket, when it comes; who finds nobody then is not looked at again.
  case perEvent = "per-event"
  /// When a ticket comes, and whenever an expert becomes free.
  case perEventRetry = "per-event-retry"
  /// Experts take what pays best; a manager sends somebody to what is left over.
  case selfPick = "self-pick"
}

/// The `domain:` parameters of Sysops Squad, with their defaults filled in.
struct SysopsSquadSettings: Sendable {
  var mode = MatchingMode.batchGreedy
  var rules = OperationsDesk.Rules()
  /// The assigner scans the store in which customers' tickets are saved.
  var sharesStore = false
  /// Whoever is nearest is sent where nobody has the skills.
  var fallsBack = false
  /// Age at which a manager sends somebody to a ticket that nobody picked.
  var managerAfter: Nanoseconds = 24 * .hour
  var checksOrder = true
  var hasCheckpoints = true
  var isIdempotent = true
  // Shares, from 0 to 1.
  var urgent = 0.1
  var low = 0.2
  var miscategorised = 0.0
  var staleProfiles = 0.0
  var rareTickets = 0.0
  var rareStaff = 0.0
  var allRounders = 0.0
  var offDuty = 0.0
  var declined = 0.0
  // Entities.
  var experts: Int64 = 0
  var regions: Int64 = 1
  var customers: Int64 = 0

  init(_ configuration: BindingConfiguration) {
    let parameters = configuration.parameters
    mode = parameters["matcher"]?.word.flatMap { MatchingMode(rawValue: $0) } ?? mode
    rules.write = parameters["write"]?.word == "blind" ? .blind : .conditional
    rules.handOffBound = parameters["hand-off-bound"]?.nanoseconds ?? .hour
    if let time = parameters["answer-time"]?.nanoseconds { rules.answerTime = time }
    rules.deduplicatesSurveys = parameters["deduplicate-surveys"]?.flag ?? true
    sharesStore = parameters["stores"]?.word == "shared"
    fallsBack = parameters["fallback"]?.flag ?? false
    if let time = parameters["manager-after"]?.nanoseconds { managerAfter = time }
    checksOrder = parameters["check-order"]?.flag ?? true
    hasCheckpoints = parameters["checkpoints"]?.flag ?? true
    isIdempotent = parameters["provider-idempotent"]?.flag ?? true
    func share(_ name: String, _ standard: Double) -> Double { parameters[name]?.ratio ?? standard }
    urgent = share("urgent", urgent)
    low = share("low", low)
    miscategorised = share("miscategorised", 0)
    staleProfiles = share("stale-profiles", 0)
    rareTickets = share("rare-tickets", 0)
    rareStaff = share("rare-staff", 0)
    allRounders = share("all-rounders", 0)
    offDuty = share("off-duty", 0)
    declined = share("declined", 0)
    func count(_ entity: String) -> Int64? { configuration.populations.first { $0.entity == entity }?.count }
    experts = count("expert") ?? 0
    regions = min(65_536, max(1, count("region") ?? 1))
    customers = count("customer") ?? 0
  }
}
