import Components

/// Records that make records: where each makes another one without fail, and the circle closes, there is no end, and
/// more of them with every arrival.
extension Checker {
  func checkCircles() {
    var edges: [String: [(topic: String, place: Place)]] = [:]
    for consumer in scenario.components where !consumer.structure.readsPopulation {
      guard let from = consumer.from, let runs = consumer.runs,
        let operation = operations.first(where: { $0.component == consumer.name && $0.name == runs })
      else { continue }
      edges[from, default: []] += Self.published(operation.steps)
    }
    for topic in scenario.components.map(\.name) where edges[topic] != nil {
      guard let circle = circle(from: topic, edges), circle.path.min() == topic else { continue }
      problems.error(
        "each record of `\(topic)` makes another, and they go round in a circle: \((circle.path + [topic]).joined(separator: " → "))",
        at: circle.place,
        suggestion: "a circle ends where some outcome publishes nothing: put the `publish` into a `when`")
    }
  }

  /// Where every run of the steps publishes: not in a branch.
  private static func published(_ steps: [ParsedStep]) -> [(topic: String, place: Place)] {
    steps.flatMap { step -> [(topic: String, place: Place)] in
      if case .simple(.publish(let topic, _, _)) = step.action { return [(topic, step.targetPlace)] }
      return step.inner.flatMap { published($0) }
    }
  }

  /// The first way back to a topic, with the place of the last `publish`.
  private func circle(
    from start: String, _ edges: [String: [(topic: String, place: Place)]]
  ) -> (path: [String], place: Place)? {
    var seen: Set<String> = []
    func search(_ topic: String, _ path: [String]) -> (path: [String], place: Place)? {
      guard seen.insert(topic).inserted else { return nil }
      for edge in edges[topic] ?? [] {
        if edge.topic == start { return (path, edge.place) }
        if let found = search(edge.topic, path + [edge.topic]) { return found }
      }
      return nil
    }
    return search(start, [start])
  }
}
