import Experiments

/// An explanation in sentences.
enum ExplanationWords {
  /// `db: 71 % of p99 latency(flow=buy) is waiting for one of its 20 connections; 3 % at the median`
  static func leading(_ figure: ExplainedFigure) -> String? {
    guard let leading = figure.leading else { return nil }
    let share = leading.share
    var text =
      "\(name(share)): \(QuantityText.share(rounded(share.share))) of \(subject(figure)) is \(activity(share))"
    if figure.contrasts > 0 { text += "; \(QuantityText.share(rounded(share.contrastShare))) at the median" }
    if leading.root.component != share.component || leading.root.cause != share.cause {
      text += share.cause == "retry" ? ". They spend their time at" : ". What is waited for is held by"
      text += " \(name(leading.root)): \(activity(leading.root))"
    }
    return text
  }

  private static func subject(_ figure: ExplainedFigure) -> String {
    figure.unit == "ratio" ? "the time of requests that fail" : figure.figure
  }

  /// To a whole percent: exemplars are a sample.
  private static func rounded(_ share: Double) -> Double { (share * 100).rounded() / 100 }

  static func name(_ share: CauseShare) -> String { share.component.isEmpty ? "client" : share.component }

  static func activity(_ share: CauseShare) -> String {
    let many = share.slots > 1 ? "one of its \(QuantityText.count(Int64(share.slots))) \(share.resource)s" : nil
    switch share.cause {
    case "queue": return "waiting for \(many ?? (share.slots == 1 ? "its one \(share.resource)" : "a slot"))"
    case "cores": return "waiting for \(many ?? "a core")"
    case "service": return "work on its cores"
    case "wait": return share.component.isEmpty ? "pauses between steps" : "waits that its steps ask for"
    case "provider": return "waiting for its answer"
    case "network": return "the way there and back"
    case "retry": return "tries that failed, and pauses between them"
    case "cold-start": return "the start of new instances"
    case "lock": return "waiting for the row of its key"
    case "fetch": return "waiting for another request's fetch"
    case "log": return "records that wait to be taken"
    case "poll": return "time until the next poll"
    case "think": return "time to think"
    case "silence": return "waiting for an answer that does not come"
    default: return "waiting for an answer"
    }
  }

  /// `the line of db was full, with 100 places`
  static func failure(_ failure: FailureShare) -> String {
    let words = cause(of: failure)
    guard !failure.faults.isEmpty else { return words }
    return words + " (\(failure.faults.count == 1 ? "fault" : "faults") \(failure.faults.joined(separator: ", ")))"
  }

  private static func cause(of failure: FailureShare) -> String {
    let name = failure.component.isEmpty ? "the client" : failure.component
    let limit = failure.limit
    switch failure.cause {
    case "timeout":
      let timeout = limit.map { "the timeout of \(QuantityText.time($0))" } ?? "the deadline"
      return "\(timeout) ran out \(awaited(failure.awaited, at: name))"
    case "deadline": return "the deadline had passed before \(name) could begin"
    case "patience": return "the user gave up"
    case "queue-full":
      return (limit ?? 0) > 0
        ? "the line of \(name) was full, with \(QuantityText.number(limit ?? 0)) places"
        : "all slots of \(name) were taken, and it has no line"
    case "shed": return "\(name) shed it, to keep its delay or rate"
    case "quota":
      return
        "the quota of \(name)\(limit.map { ", \(QuantityText.number($0)) calls a second without faults," } ?? "") was used up"
    case "breaker": return "the breaker in front of \(name) was open"
    case "in-flight": return "too many requests were in flight at once"
    case "log-full": return "\(name) was full\(limit.map { ", with \(QuantityText.number($0)) records" } ?? "")"
    case "down": return "\(name) was down"
    case "stopped": return "the replica of \(name) that worked on it stopped"
    case "network": return "it was cut off from \(name), or lost on the way"
    case "error-share":
      return failure.faults.isEmpty
        ? "\(name) answers a share of its calls with it" : "\(name) answered with an error"
    case "poison": return "\(name) cannot work off the message"
    case "fault": return "a fault was aimed at a step of \(name)"
    case "step": return "a step of \(name) replies so"
    default: return "where it was born is not known: another request's answer was shared"
    }
  }

  /// `while it waited in line for a slot of db`
  private static func awaited(_ cause: String, at name: String) -> String {
    switch cause {
    case "queue": "while it waited in line for a slot of \(name)"
    case "cores": "while it waited for a core of \(name)"
    case "service", "wait": "while \(name) worked on it"
    case "provider", "silence": "while \(name) did not answer"
    case "network": "on the way to \(name) or back"
    case "lock": "while it waited for the row of its key in \(name)"
    case "cold-start": "while a new instance of \(name) started"
    case "fetch": "while it waited for another request's fetch at \(name)"
    case "backoff": "between two tries of \(name)"
    case "log": "while its record waited in \(name)"
    default: "while it waited for \(name)"
    }
  }

  static func diagnosis(_ diagnosis: LeadingCause.Diagnosis) -> String {
    switch diagnosis {
    case .slowService: "slow work"
    case .slowProvider: "slow provider"
    case .providerSilent: "provider does not answer"
    case .poolExhausted: "all slots are taken"
    case .coresSaturated: "cores are full"
    case .retryStorm: "retry storm"
    case .retries: "failed tries"
    case .coldStarts: "cold starts"
    case .hotPartition: "hot partition"
    case .pollCycle: "poll cycle"
    case .lockContention: "contention for locks"
    case .autoscalerLag: "autoscaler lag"
    case .network: "network"
    case .backlog: "backlog"
    case .sharedFetch: "shared fetches"
    case .pause: "waits by design"
    }
  }

  static func evidence(_ item: Evidence) -> String {
    let value = item.value
    let name = item.component
    switch item.kind {
    case .utilization: return "\(name) is \(QuantityText.share(value)) busy on average"
    case .longestQueue: return "up to \(QuantityText.number(value)) waited at \(name)"
    case .meanHold: return "one operation of \(name) takes \(QuantityText.time(value)) once it has begun"
    case .heldBy:
      return "while they hold a slot of \(item.detail), \(QuantityText.share(value)) of the time is spent at \(name)"
    case .blocked:
      return
        "\(QuantityText.number(value)) publishes to \(name) waited until \(item.detail) had taken something from it"
    case .retriesPerCall: return "calls to \(name) are tried \(QuantityText.number(1 + value)) times on average"
    case .wasted: return "\(QuantityText.share(value)) of what \(name) did was for callers that had gone"
    case .coldStarts: return "\(name) started \(QuantityText.number(value)) new instances while requests waited"
    case .lockWaits: return "\(QuantityText.number(value)) operations of \(name) waited for a row"
    case .busiestPlace: return "\(QuantityText.share(value)) of the wait at \(name) is for \(item.detail)"
    case .scaleUps: return "\(name) was scaled up \(QuantityText.number(value)) times"
    case .bootTime: return "a new replica of \(name) takes \(QuantityText.time(value)) to boot"
    case .waitsWhileScaling:
      return "\(QuantityText.share(value)) of the wait at \(name) fell into times in which replicas were on their way"
    case .hitRatio: return "\(name) finds \(QuantityText.share(value)) of what it is asked for"
    case .quotaRefusals: return "the quota of \(name) refused \(QuantityText.number(value)) calls"
    case .refusals: return "\(name) refused \(QuantityText.number(value)) calls"
    case .timeouts: return "\(QuantityText.number(value)) calls to \(name) were given up"
    case .cycle: return "\(name) polls each key every \(QuantityText.time(value))"
    case .backlog: return "\(QuantityText.number(value)) records wait in \(name) at the end"
    case .failedTries:
      return "\(QuantityText.share(value)) of the time in failed tries of \(item.detail) is spent at \(name)"
    }
  }

  /// What grew most from the median to the tail.
  static func difference(_ figure: ExplainedFigure) -> String? {
    guard figure.contrasts > 0, figure.mean > figure.contrastMean * 1.05 else { return nil }
    let grown = figure.shares.max { $0.mean - $0.contrastMean < $1.mean - $1.contrastMean }
    guard let grown else { return nil }
    let part = (grown.mean - grown.contrastMean) / (figure.mean - figure.contrastMean)
    return
      "against the median, \(name(grown)) adds \(QuantityText.time(grown.mean - grown.contrastMean)) of \(activity(grown)): \(QuantityText.share(rounded(min(1, part)))) of the difference"
  }

  static func saturation(_ saturation: Saturation) -> String {
    let what =
      saturation.utilization.map { "is \(QuantityText.share($0)) busy" }
      ?? "has a queue that only grows, up to \(QuantityText.number(saturation.queueLength))"
    var text = "\(saturation.component) saturates first: from \(QuantityText.time(saturation.at)) on it \(what)"
    if let caller = saturation.callers.first, saturation.callers.count > 1 {
      text +=
        "; \(QuantityText.share(caller.share)) of its calls come from \(caller.name.isEmpty ? "clients" : caller.name)"
    }
    if !saturation.then.isEmpty { text += "; then \(saturation.then.prefix(4).joined(separator: ", "))" }
    return text
  }

  static func driver(_ line: CostResult.Line) -> String {
    switch line.item {
    case "fixed": "whatever the load"
    case "instance", "instances": "\(QuantityText.number(line.quantity)) \(line.unit): the number of replicas"
    default: "\(QuantityText.number(line.quantity)) \(line.unit) a month"
    }
  }
}
