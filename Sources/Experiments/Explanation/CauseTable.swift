import Components
import Engine

/// Adds up where the time of some requests went: by component and cause.
struct CauseTable {
  struct Key: Hashable {
    var component: Int
    var cause: String
  }
  private(set) var sums: [Key: Nanoseconds] = [:]
  private(set) var total: Nanoseconds = 0
  private(set) var requests = 0

  static let retry = "retry"

  static func key(of span: Span) -> Key {
    // Tries that failed, and the pauses between them, were for nothing.
    if span.failedTry >= 0 { return Key(component: span.failedTry, cause: retry) }
    if span.cause == .backoff { return Key(component: span.component, cause: retry) }
    return Key(component: span.component, cause: span.cause.rawValue)
  }

  mutating func add(_ path: ExemplarPath) {
    requests += 1
    for span in path.spans where span.cause != .think || path.measure >= 0 { add(span) }
  }

  mutating func add(_ span: Span) {
    sums[Self.key(of: span), default: 0] += span.length
    total += span.length
  }

  func mean(_ key: Key) -> Double { requests > 0 ? Double(sums[key] ?? 0) / Double(requests) : 0 }
  func share(_ key: Key) -> Double { total > 0 ? Double(sums[key] ?? 0) / Double(total) : 0 }

  /// The largest first; ties in the order of the plan.
  func shares(_ plan: NetworkPlan, beside contrast: CauseTable) -> [CauseShare] {
    let keys = Set(sums.keys).union(contrast.sums.keys).sorted {
      let (left, right) = (sums[$0] ?? 0, sums[$1] ?? 0)
      return left != right ? left > right : ($0.component, $0.cause) < ($1.component, $1.cause)
    }
    return keys.map { key in
      var share = CauseShare(waitingFor: key.component, Span.Cause(rawValue: key.cause), plan)
      share.cause = key.cause
      share.mean = mean(key)
      share.share = self.share(key)
      share.contrastMean = contrast.mean(key)
      share.contrastShare = contrast.share(key)
      return share
    }
  }
}

extension CauseShare {
  /// Nothing yet of a component, with what there is to wait for.
  /// - Parameter component: by index; −1 for the client.
  init(waitingFor component: Int, _ cause: Span.Cause?, _ plan: NetworkPlan) {
    self.init(
      component: component >= 0 ? plan.components[component].name : "",
      kind: component >= 0 ? plan.components[component].kind : "client", cause: cause?.rawValue ?? "", mean: 0,
      share: 0,
      contrastMean: 0, contrastShare: 0)
    guard component >= 0 else { return }
    let planned = plan.components[component]
    slots = cause == .cores ? planned.cores : planned.slots
    resource = cause == .cores ? "core" : planned.slotName
    // In line for a log are those that publish to it while it is full.
    if cause == .queue, let log = plan.logs.first(where: { $0.component == component }) {
      slots = Int(log.limit)
      resource = "place"
    }
  }
}
