import Experiments

/// The parts of a trace in words.
enum TraceWords {
  /// `buy:41, buy: ok after 23.4 ms, began at 12.1 s`
  static func head(_ request: TracedRequest) -> String {
    let began = "began at \(QuantityText.time(request.began))"
    guard request.isOver || request.latency != nil else {
      return "\(request.name): not over after \(QuantityText.time(request.root.length)), \(began)"
    }
    return "\(request.name): \(request.outcome) after "
      + "\(QuantityText.time(request.latency ?? request.root.length)), \(began)"
  }

  private static let mostShares = 3

  /// What dominated it.
  static func shares(_ request: TracedRequest) -> String? {
    let largest = request.shares.filter { $0.share >= 0.05 }.prefix(mostShares)
    guard !largest.isEmpty else { return nil }
    return largest.map { share in
      let percent = QuantityText.share((share.share * 100).rounded() / 100)
      return "\(percent) \(ExplanationWords.activity(share))"
        + (share.component.isEmpty ? "" : " (\(share.component))")
    }.joined(separator: ", ")
  }

  /// `db.read [2]`
  static func title(_ activity: TracedActivity) -> String {
    let place = activity.isReplicated ? " [\(activity.replica)]" : ""
    return switch activity.role {
    case .request, .call: activity.title + place
    case .branch: "branch"
    // What waits has no replica yet.
    case .record: activity.outcome == "passed-on" ? "message" : "message for \(activity.title)\(place)"
    case .stored: "message in the outbox"
    case .reply: "answer"
    }
  }

  /// The same with how it ended, where that is worth a word: `front.read: miss`
  static func ended(_ activity: TracedActivity) -> String {
    if !activity.isOver { return title(activity) + ": not over" }
    return title(activity) + (["ok", "passed-on"].contains(activity.outcome) ? "" : ": \(activity.outcome)")
  }

  static func activity(_ span: TracedSpan, at activity: TracedActivity) -> String {
    let cause = span.cause
    let words =
      switch cause.cause {
      case "service": "works"
      case "wait": "waits, as its steps say"
      case "provider": "answers from outside"
      case "network": "network"
      case "backoff": "pause before the next try"
      case "cold-start": "a new instance starts"
      case "log": "waits to be taken"
      case "poll": "nobody has looked yet"
      case "silence": "no answer comes"
      default: ExplanationWords.activity(cause)
      }
    // Time may be spent elsewhere than where the activity is.
    let isElsewhere =
      !cause.component.isEmpty && cause.component != activity.component && cause.cause != "network"
    return words + (isElsewhere ? " (\(cause.component))" : "") + (step(span).map { ": \($0)" } ?? "")
  }

  /// The name of a step without its operation, where it says more than what it does.
  private static func step(_ span: TracedSpan) -> String? {
    let name = span.label.split(separator: "/").last.map(String.init) ?? ""
    return ["", "work", "wait", "think"].contains(name) ? nil : name
  }

  static func event(_ event: TracedEvent) -> String {
    switch event.kind {
    case .decided(let command, let outcome): "decides \(command): \(outcome)"
    case .measured(let name, let value): "measure \(name): \(QuantityText.time(value))"
    case .failed(let failure): "fails: \(ExplanationWords.failure(failure))"
    case .unawaited: "ends, and its user has given up"
    }
  }
}
