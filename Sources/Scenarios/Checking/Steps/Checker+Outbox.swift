import Components

/// Messages that go with a commit need one.
extension Checker {
  /// The relay of an outbox waits for room as it is.
  func checkOutboxes() {
    for queue in scenario.components
    where queue.parameters["outbox"] != nil && queue.parameters["when-full"]?.word == "block" {
      problems.error(
        "messages of `\(queue.name)` wait in its outbox while it is full, so that `when-full: block` does nothing",
        at: queue.place, suggestion: "leave one of the two out")
    }
  }

  /// A `publish` to a queue with an outbox goes with the write before it in the same steps; without one it would be lost.
  func checkOutbox(_ steps: [ParsedStep]) {
    var written: Set<String> = []
    for step in steps {
      if case .simple(.publish(let topic, _, _)) = step.action,
        let queue = scenario.components.first(where: { $0.name == topic }),
        let store = queue.map("outbox")?["in"]?.word, !written.contains(store)
      {
        problems.error(
          "nothing before it in the same steps writes to `\(store)`, whose transaction `\(topic)` has its outbox in",
          at: step.targetPlace, suggestion: "publish after a call of `\(store)` that writes, beside it")
      }
      if let store = Self.steps([step]).first.flatMap(Assembler.store) { written.insert(store) }
      for inner in step.inner + step.branches.map(\.steps) + [step.otherwise ?? []] { checkOutbox(inner) }
    }
  }
}
