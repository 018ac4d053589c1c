import Components

/// What stands in front of other components without their callers knowing, and what is held.
extension Checker {
  /// Two components in front of one operation have an order only when one names the other.
  func checkProxies() {
    let proxies = components.entries.filter { $0.inFrontOf != nil }
    for (index, second) in proxies.enumerated() {
      for first in proxies[..<index] {
        guard let one = first.inFrontOf, let two = second.inFrontOf, one.component == two.component,
          one.operation == nil || two.operation == nil || one.operation == two.operation
        else { continue }
        let operation = one.operation ?? two.operation
        let target = operation.map { "\(one.component).\($0)" } ?? one.component
        let outer = operation.map { "\(second.name).\($0)" } ?? second.name
        problems.error(
          "`\(first.name)` and `\(second.name)` both stand in front of `\(target)`, and nothing says which comes first",
          at: place(of: "in-front-of", in: second),
          suggestion: "let one name the other, as in `\(first.name): { in-front-of: \(outer) }`")
      }
    }
  }

  /// A slot that belongs to one replica can only be held there.
  func checkHolds(_ operation: ParsedOperation) {
    for step in operation.steps {
      step.forEach { step in
        guard case .hold(let pool, _, _) = step.action,
          let owner = scenario.components.first(where: { $0.name == pool })?.parameters["per"]?.word,
          owner != operation.component
        else { return }
        problems.error(
          "the slots of `\(pool)` belong to the replicas of `\(owner)`, and \(operation.title) runs elsewhere",
          at: step.targetPlace, suggestion: "leave out `per`, or hold it in an operation of `\(owner)`")
      }
    }
  }

  /// A lock is on the row of a key.
  func checkLocks(_ operation: ParsedOperation) {
    for step in operation.steps {
      step.forEach { step in
        let call: (component: String, operation: String)
        switch step.action {
        case .call(let step) where step.key == nil: call = (step.component, step.operation)
        case .decide(let step) where step.key == nil:
          guard let within = step.within else { return }
          call = within
        default: return
        }
        guard case .found(let runner?) = find(call.operation, of: call.component),
          let database = scenario.components.first(where: { $0.name == runner }),
          words(database.parameters["locks"]).contains(call.operation)
        else { return }
        problems.warning(
          "`\(call.component).\(call.operation)` locks the row of its key, and the call has none: nothing is locked",
          at: step.targetPlace, suggestion: "say which row, as in `key: NAME`")
      }
    }
  }

  func words(_ value: ParameterValue?) -> [String] {
    guard case .list(let values)? = value else { return [] }
    return values.compactMap(\.word)
  }

  /// Where the value of a component's key stands; where the component does when it has no such key.
  func place(of key: String, in entry: ComponentTable.Entry) -> Place {
    root["components"]?[entry.name]?[key]?.place ?? entry.place
  }
}
