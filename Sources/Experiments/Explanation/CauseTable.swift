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
      let (left, right) = (mean($0), mean($1))
      return left != right ? left > right : ($0.component, $0.cause) < ($1.component, $1.cause)
    }
    return keys.map { key in
      var share = CauseShare(
        component: key.component >= 0 ? plan.components[key.component].name : "",
        kind: key.component >= 0 ? plan.components[key.component].kind : "client", cause: key.cause, mean: mean(key),
        share: share(key), contrastMean: contrast.mean(key), contrastShare: contrast.share(key))
      guard key.component >= 0 else { return share }
      let component = plan.components[key.component]
      share.slots = key.cause == Span.Cause.cores.rawValue ? component.cores : component.slots
      share.resource = key.cause == Span.Cause.cores.rawValue ? "core" : component.slotName
      return share
    }
  }
}
