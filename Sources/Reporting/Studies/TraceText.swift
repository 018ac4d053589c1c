import Experiments

/// Requests as trees with their times, for a terminal.
package enum TraceText {
  /// Of longer requests the longest parts are shown.
  private static let mostRows = 80
  private static let barWidth = 24

  package static func text(_ trace: TraceResult, color: Bool = false, unicode: Bool = true) -> String {
    let glyphs = Glyphs(isASCII: !unicode)
    let ink = Ink(isColored: color)
    var lines: [String] = []
    for request in trace.requests { lines += Self.lines(request, glyphs, ink, indent: "") + [""] }
    for remark in trace.remarks { lines.append(ink.muted(glyphs.encoded("note: \(remark)"))) }
    return lines.joined(separator: "\n") + (lines.last == "" ? "" : "\n")
  }

  static func lines(_ request: TracedRequest, _ glyphs: Glyphs, _ ink: Ink, indent: String) -> [String] {
    var lines = [indent + ink.strong(glyphs.encoded(TraceWords.head(request)))]
    if let words = TraceWords.shares(request) { lines.append(indent + "  " + glyphs.encoded(words)) }
    var table = TextTable(
      [("at", .right), ("total", .right), ("own", .right), ("", .left), ("what", .left)], glyphs: glyphs)
    let rows = shown(rows(of: request.root, depth: 0))
    // Where something short comes late, three digits would not tell one instant from the next.
    let isFine = rows.contains { row in row.length.map { $0 > 0 && $0 < (row.at - request.root.began) / 1000 } ?? false
    }
    for row in rows { table.add(cells(row, in: request.root, digits: isFine ? 6 : 3)) }
    return lines + table.lines(indent: indent + "  ", ink: ink)
  }

  // MARK: Rows

  private struct Row {
    var at: Int64
    /// Nil for what takes no time.
    var length: Int64?
    var own: Int64?
    var isActivity = false
    var depth: Int
    var what: String
  }

  private static func rows(of activity: TracedActivity, depth: Int) -> [Row] {
    var rows = [
      Row(
        at: activity.began, length: activity.length, own: activity.own, isActivity: true, depth: depth,
        what: TraceWords.ended(activity))
    ]
    for item in activity.items {
      switch item {
      case .activity(let callee): rows += Self.rows(of: callee, depth: depth + 1)
      case .span(let span):
        rows.append(
          Row(
            at: span.from, length: span.length, own: span.length, depth: depth + 1,
            what: TraceWords.activity(span, at: activity)))
      case .event(let event):
        rows.append(Row(at: event.at, depth: depth + 1, what: TraceWords.event(event)))
      }
    }
    return rows
  }

  /// All of them, or so many of the longest in their order; others in a row as one line. What takes no time stays.
  private static func shown(_ rows: [Row]) -> [Row] {
    guard rows.count > mostRows else { return rows }
    let limit = rows.map { $0.length ?? .max }.sorted(by: >)[mostRows / 2]
    var shown: [Row] = []
    var hidden: [Row] = []
    func end() {
      if let first = hidden.first {
        let parts = hidden.count == 1 ? "1 short part" : "\(hidden.count) short parts"
        shown.append(Row(at: first.at, depth: first.depth, what: "… \(parts)"))
      }
      hidden = []
    }
    for (number, row) in rows.enumerated() {
      if number > 0 && (row.length ?? (shown.count < mostRows ? .max : 0)) < limit {
        hidden.append(row)
      } else {
        end()
        shown.append(row)
      }
    }
    end()
    return shown
  }

  private static func cells(_ row: Row, in whole: TracedActivity, digits: Int) -> [String] {
    [
      QuantityText.time(row.at - whole.began, digits: digits),
      row.isActivity ? row.length.map(QuantityText.time) ?? "" : "",
      row.own.map(QuantityText.time) ?? "", bar(row, in: whole),
      String(repeating: "  ", count: min(12, row.depth)) + row.what,
    ]
  }

  /// From its beginning to its end within the request.
  private static func bar(_ row: Row, in whole: TracedActivity) -> String {
    guard let length = row.length, whole.length > 0 else { return "" }
    func cell(_ at: Int64) -> Double { Double(at - whole.began) / Double(whole.length) * Double(barWidth) }
    let first = max(0, min(barWidth - 1, Int(cell(row.at))))
    let last = max(first + 1, min(barWidth, Int(cell(row.at + length).rounded(.up))))
    return String(repeating: " ", count: first)
      + String(repeating: row.isActivity ? "░" : "█", count: last - first)
      + String(repeating: " ", count: barWidth - last)
  }
}
