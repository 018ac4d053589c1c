import Components
import Engine

/// Polls run outside the network, in partitions that read a calendar of conditions: what cannot be in that calendar
/// would not be felt, and is refused.
extension Checker {
  /// Longest time that a poll may be open: the partition counts open calls in buckets of a few milliseconds.
  private static let longestPoll = Nanoseconds.day

  func checkPolls() {
    for worker in scenario.components where worker.structure == .poller {
      let steps = worker.operations.first { $0.name == worker.runs }?.steps ?? []
      guard case .call(let call)? = steps.first?.action, let limit = call.rules.timeout else { continue }
      guard let timeout = limit.time else {
        problems.error(
          "the timeout of a poll is always the same, and this one is drawn", at: worker.place,
          suggestion: "one time, as in `timeout: 5s`")
        continue
      }
      guard timeout > Self.longestPoll else { continue }
      problems.error(
        "a poll is open for a day at most, and its timeout is \(ValueReader.timeText(timeout))", at: worker.place)
    }
  }

  func checkPolledFaults() {
    checkWorkerCrashes()
    let polled = Set(scenario.components.filter { $0.structure == .poller }.compactMap(source))
    for fault in scenario.faults {
      guard case .component(let name) = fault.target, polled.contains(name), let reason = unfelt(fault) else {
        continue
      }
      problems.unbuilt("`\(name)` is polled, and \(reason) of what is polled", at: fault.place)
    }
  }

  /// Who takes over is known from the beginning, and a pass has nobody who would.
  private func checkWorkerCrashes() {
    for fault in scenario.faults where fault.effect == .crash {
      guard case .component(let name) = fault.target,
        let worker = scenario.components.first(where: { $0.name == name && $0.structure == .poller })
      else { continue }
      if worker.word("starts") == "on call" {
        problems.unbuilt("`\(name)` starts on call, and a crash of its instances", at: fault.place)
      } else if case .once = fault.timing {
      } else {
        problems.unbuilt("`\(name)` polls, and a crash of it that recurs or is aimed", at: fault.place)
      }
    }
  }

  /// The interface that a polling worker calls first.
  private func source(of worker: Component) -> String? {
    let steps = worker.operations.first { $0.name == worker.runs }?.steps ?? []
    guard case .call(let call)? = steps.first?.action else { return nil }
    return call.component
  }

  private func unfelt(_ fault: Fault) -> String? {
    guard case .once = fault.timing else { return "a fault that recurs or is aimed" }
    switch fault.effect {
    case .delay: return "a delay on the way"
    case .partition: return "a partition"
    case .quota: return "a cut of the quota"
    // Felt, or nothing that an interface could meet at all.
    case .slow, .error, .outage, .deploy, .crash, .failover, .flush, .reorder, .duplicate, .loss, .poison, .missed,
      .diskLoss:
      return nil
    }
  }
}
