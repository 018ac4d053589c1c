import Components
import Engine

/// Finds the component that came to its bound first.
struct SaturationFinder {
  let result: RunResult
  /// As wide as a component counts as full.
  static let full = 0.95

  func find() -> Saturation? {
    let timeline = result.timeline
    guard timeline.interval > 0 else { return nil }
    var found: [(name: String, at: Int, series: Timeline.ComponentSeries)] = []
    for series in timeline.components {
      if let at = begins(series) { found.append((series.name, at, series)) }
    }
    guard let earliest = found.map(\.at).min() else { return nil }
    // Callers fill up because of what they call: of those that fill up together, the last in the chain is the first.
    let together = found.filter { $0.at <= earliest + 1 }
    let first = together.first { candidate in !together.contains { calls(candidate.name, $0.name) } } ?? together[0]
    var saturation = Saturation()
    saturation.component = first.name
    saturation.at = Nanoseconds(first.at) * timeline.interval
    let busy = first.at < first.series.utilization.count ? first.series.utilization[first.at] : 0
    saturation.utilization = busy >= Self.full ? busy : nil
    saturation.queueLength = first.series.queueLength.max() ?? 0
    saturation.then = found.filter { $0.name != first.name }.sorted { ($0.at, $0.name) < ($1.at, $1.name) }.map(\.name)
    saturation.callers = callers(of: first.name)
    return saturation
  }

  private func callers(of component: String) -> [(name: String, share: Double)] {
    let links = result.links.filter { $0.to == component && $0.style != .consume && $0.count > 0 }
    let total = links.reduce(0) { $0 + $1.count }
    return links.sorted { ($1.count, $0.from) < ($0.count, $1.from) }.prefix(3).map {
      ($0.from, Double($0.count) / Double(total))
    }
  }

  /// The interval from which on it is full, or its line only grows.
  private func begins(_ series: Timeline.ComponentSeries) -> Int? {
    let full = series.utilization.firstIndex { $0 >= Self.full }
    let lengths = series.queueLength
    var grows: Int?
    if let last = lengths.last, last >= 10 {
      var place = lengths.count - 1
      while place > 0, lengths[place - 1] <= lengths[place] * 1.02 { place -= 1 }
      if lengths.count - place >= 4, lengths[place] * 3 <= last { grows = place }
    }
    return [full, grows].compactMap { $0 }.min()
  }

  /// Whether one component calls another, however many stand between.
  private func calls(_ caller: String, _ callee: String) -> Bool {
    var reached: Set<String> = [caller]
    var frontier = [caller]
    while let next = frontier.popLast() {
      for link in result.links where link.from == next && link.style != .publish {
        if link.to == callee && link.to != caller { return true }
        if reached.insert(link.to).inserted { frontier.append(link.to) }
      }
    }
    return false
  }
}
