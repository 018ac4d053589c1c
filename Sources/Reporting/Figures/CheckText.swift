/// What a budget's check is about, read back from its text: `p95 latency(flow=buy) < 300ms`. Only
/// for finding the figure that its limit belongs to; nothing is judged here.
struct CheckText {
  var statistic: String
  var metric: String
  var labels: [(label: String, value: String)]

  init?(_ text: String) {
    let opening = text.firstIndex(of: "(")
    let head = (opening.map { text[..<$0] } ?? text[...]).split(separator: " ")
    guard head.count >= 2 else { return nil }
    statistic = String(head[0])
    metric = String(head[1])
    labels = []
    guard let opening, let closing = text[opening...].firstIndex(of: ")") else { return }
    for part in text[text.index(after: opening)..<closing].split(separator: " ") {
      let sides = part.split(separator: "=", maxSplits: 1)
      if sides.count == 2 { labels.append((String(sides[0]), String(sides[1]))) }
    }
  }

  func label(_ name: String) -> String? { labels.first { $0.label == name }?.value }

  /// Whether the limit is a time of the distribution itself, not a share or a count.
  var isOfTime: Bool {
    statistic.hasPrefix("p") && statistic != "per-month" || ["mean", "max", "min"].contains(statistic)
  }
}
