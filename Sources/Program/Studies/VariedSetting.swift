import Engine
import Experiments
import Scenarios

/// A setting that a search multiplies by a factor.
struct VariedSetting {
  var path: String
  /// As the scenario has it.
  var text: String
  private var head: Substring
  private var number: Double
  private var tail: Substring
  private var isWhole: Bool

  /// Nil unless the value begins with a number, as `500/s`, `x1.5`, `1.2M`, `4` and `20%` do.
  init?(path: String, text: String) {
    self.path = path
    self.text = text
    let head = text.prefix { $0 == "x" || $0 == "$" }
    let rest = text[head.endIndex...]
    let digits = rest.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number > 0 else { return nil }
    self.head = head
    self.number = number
    tail = rest[digits.endIndex...]
    isWhole = head.isEmpty && tail.isEmpty && !digits.contains(".")
  }

  /// The value that many times larger, to six digits; a whole number stays one.
  func times(_ factor: Double) -> String {
    let value = number * factor
    if isWhole { return "\(head)\(max(1, Int64(saturating: value)))\(tail)" }
    var scale = 1.0
    while value * scale < 100_000 { scale *= 10 }
    let digits = Int64(saturating: value * scale)
    let whole = digits / Int64(scale)
    var fraction = String(digits % Int64(scale) + Int64(scale)).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return "\(head)\(whole)\(fraction.isEmpty ? "" : ".\(fraction)")\(tail)"
  }
}

/// `path=a,b,c`
enum GridText {
  static func axis(_ text: String) throws -> Sweep.Axis {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw UnknownName(description: "--vary \(text): write PATH=VALUE,VALUE, as in components.app.cores=2,4,8")
    }
    let values = text[text.index(after: equals)...].split(separator: ",", omittingEmptySubsequences: false)
      .map { String($0.trimmingPrefix { $0 == " " }) }
    guard !values.contains("") else {
      throw UnknownName(description: "--vary \(text): a value is empty")
    }
    guard Set(values).count == values.count else {
      throw UnknownName(description: "--vary \(text): a value stands there twice")
    }
    return Sweep.Axis(path: String(text[..<equals]), values: values)
  }

  /// The axes with every combination of their values, the last axis fastest.
  static func grid(_ texts: [String]) throws -> (axes: [Sweep.Axis], points: [[Setting]]) {
    let axes = try texts.map(axis)
    let paths = axes.map(\.path)
    if Set(paths).count != paths.count { throw UnknownName(description: "--vary names a path twice") }
    let count = axes.reduce(1) { $0.multipliedReportingOverflow(by: $1.values.count).partialValue }
    if count > Sweep.mostPoints {
      throw UnknownName(description: "this grid has \(count) points, and \(Sweep.mostPoints) is the most that is run")
    }
    return (axes, Sweep.grid(axes))
  }

  /// Points of a grid as designs.
  static func drafts(
    _ file: String, _ points: [[Setting]], _ options: ScenarioOptions, place: ResultPlace, reuses: Bool
  ) throws -> [DesignDraft] {
    var drafts = try DesignDraft.all(
      points.map { ("", file, options.options, $0.map { "\($0.path)=\($0.text)" }) }, options, place: place,
      reuses: reuses)
    for index in drafts.indices { drafts[index].options.isTimelineCoarse = true }
    return drafts
  }

  /// Every point of the grid as a design.
  static func points(
    _ file: String, _ texts: [String], _ options: ScenarioOptions, place: ResultPlace, reuses: Bool
  ) throws -> (axes: [Sweep.Axis], points: [(settings: [Setting], draft: DesignDraft)]) {
    let (axes, grid) = try grid(texts)
    let drafts = try drafts(file, grid, options, place: place, reuses: reuses)
    return (axes, Array(zip(grid, drafts)).map { ($0.0, $0.1) })
  }
}
