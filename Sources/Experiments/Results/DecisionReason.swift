import Components
import Engine

/// Says in words why a decision was made, from its row and what the plan states of the policy behind it.
struct DecisionReason {
  let plan: NetworkPlan

  func text(of decision: Decision) -> String {
    let component = plan.components[decision.component]
    let signal = decision.signal
    switch decision.kind {
    case .scaleUp, .scaleDown:
      return component.scaling.map { scaling($0, signal) } ?? ""
    case .booted:
      let boot = component.scaling.map { ", \(Self.time($0.startup)) after they were asked for" } ?? ""
      return "\(Int(decision.after - decision.before)) more take work\(boot)"
    case .breakerOpened:
      let window = breaker(decision).map { " within \(Self.time($0.window))" } ?? ""
      return "at least \(Self.percent(signal)) of the calls failed\(window)"
    case .breakerProbed:
      let cooldown = breaker(decision).map { " after a cooldown of \(Self.time($0.cooldown))" } ?? ""
      return "one call is let through\(cooldown)"
    case .breakerClosed: return "the probe was answered"
    case .shedBegan:
      guard let shedding = component.shedding else { return "" }
      return
        "a wait of \(Self.time(signal)), above \(Self.time(shedding.target)) for \(Self.time(shedding.interval))"
    case .shedEnded: return "a wait of \(Self.time(signal)), or nobody left who waits"
    case .ejected: return "replica \(Int(decision.before)) failed \(Int(signal)) probes in a row"
    case .returned: return "replica \(Int(decision.before)) passed \(Int(signal)) probes in a row"
    case .crashed: return "replica \(Int(signal)) stopped, and what it worked on is lost"
    case .restarted: return "replica \(Int(signal)) is back"
    case .failoverBegan: return "replica \(Int(decision.before)), the primary, is lost"
    case .failoverEnded: return "replica \(Int(decision.after)) takes the place of \(Int(decision.before))"
    case .rebalanced: return "\(Int(signal)) lanes moved to another member"
    case .skipped: return "the last one still ran; \(Int(signal)) left out until now"
    case .froze:
      return component.freezing.map { "no thread of replica \(Int(signal)) was free for \(Self.time($0.after))" } ?? ""
    case .elected: return "\(Int(signal)) partitions are led by a copy"
    case .dataLost:
      return "what was written in the last \(Self.time(decision.before)) is gone: \(Int(signal)) writes"
    case .flushed: return "\(Int(signal)) keys were forgotten"
    }
  }

  /// Whose breaker it is; empty for decisions that have no caller.
  func caller(of decision: Decision) -> String {
    switch decision.kind {
    case .breakerOpened, .breakerProbed, .breakerClosed:
      decision.caller < 0 ? "clients" : plan.components[decision.caller].name
    default: decision.caller < 0 ? "" : plan.components[decision.caller].name
    }
  }

  private func breaker(_ decision: Decision) -> GuardPlan.Breaker? {
    plan.guards.first { $0.callee == decision.component && $0.caller == decision.caller && $0.breaker != nil }?.breaker
  }

  /// `cpu 83 % of 60 % seen 60 s late`
  private func scaling(_ scaling: ScalingPlan, _ signal: Double) -> String {
    let late = scaling.metricDelay > 0 ? " seen \(Self.time(scaling.metricDelay)) late" : ""
    switch scaling.signal {
    case .cpu, .slots:
      return "\(scaling.signal.rawValue) \(Self.percent(signal)) of \(Self.percent(scaling.target))\(late)"
    case .queue:
      return "\(Self.number(signal)) waiting for each replica, of \(Self.number(scaling.target))\(late)"
    }
  }

  // MARK: Words

  static func time(_ nanoseconds: Nanoseconds) -> String { time(Double(nanoseconds)) }

  static func time(_ nanoseconds: Double) -> String {
    let units: [(Double, String)] = [(3600e9, "h"), (60e9, "min"), (1e9, "s"), (1e6, "ms"), (1e3, "µs")]
    // 90 s, and not 1.5 min: whole numbers are easier to recognise.
    for (size, symbol) in units where nanoseconds >= size {
      if size >= 60e9, (nanoseconds / size).rounded() != nanoseconds / size || nanoseconds < 2 * size { continue }
      return "\(number(nanoseconds / size)) \(symbol)"
    }
    return "\(Int(nanoseconds)) ns"
  }

  private static func percent(_ share: Double) -> String { "\(Int(saturating: share * 100)) %" }

  private static func number(_ value: Double) -> String {
    let tenths = Int(saturating: value * 10)
    return tenths % 10 == 0 || tenths >= 1000 ? "\(Int(saturating: value))" : "\(tenths / 10).\(tenths % 10)"
  }
}
