import Components
import Engine

/// Values that sections read alike: counts within the bounds of a table, spans, and shares and times above zero.
extension Checker {
  /// A count, within the bounds that its table states.
  func count(_ item: Item, of key: String, in table: [Parameter]) -> Int64? {
    guard let form = table.first(where: { $0.name == key })?.form else { return nil }
    return read(form, item, Context(parameter: key))?.count
  }

  /// `10ms..25ms`, or a time, which is a range of itself.
  func span(_ item: Item) -> ClosedRange<Nanoseconds>? {
    guard item.node.text?.contains("..") ?? true else { return time(item).map { $0...$0 } }
    return quantity(item, "a range of times", size: { Double($0.upperBound) }, ValueReader.timeRange)
  }

  func factor(_ item: Item) -> Double? { quantity(item, "a factor", size: { $0 }, ValueReader.factor) }

  func rate(_ item: Item) -> Double? { quantity(item, "a rate", size: { $0 }, ValueReader.rate) }

  /// A share above zero; the message says why none is wrong.
  func share(_ item: Item, _ message: String) -> Double? {
    guard let share = ratio(item) else { return nil }
    if share == 0 { problems.error(message, at: item.place) }
    return share
  }

  /// A time above zero; the message says why none is wrong.
  func positiveTime(_ item: Item, _ message: String) -> Nanoseconds? {
    guard let time = time(item) else { return nil }
    if time == 0 { problems.error(message, at: item.place) }
    return time
  }

  /// Where a parameter lets nothing come again after no time.
  func checkPositive(_ parameter: Parameter, _ value: ParameterValue?, at place: Place) {
    let values = value?.table?.map(\.value) ?? [value].compactMap { $0 }
    guard parameter.isPositive, values.contains(where: { $0.nanoseconds == 0 || $0.bytes == 0 }) else { return }
    problems.error(
      "`\(parameter.name)` is zero: what comes again after no time never ends", at: place,
      suggestion: parameter.standard.map { "it is `\($0)` by default" })
  }

  /// A distribution of times with a finite mean above zero.
  func positiveDistribution(_ item: Item, _ message: String) -> Distribution? {
    guard let distribution = distribution(item, over: .time) else { return nil }
    if !(distribution.mean > 0) { problems.error(message, at: item.place) }
    guard distribution.mean.isFinite else {
      problems.error("the mean of this distribution is infinite", at: item.place, suggestion: "give it a shape above 1")
      return nil
    }
    return distribution
  }
}
