import Components

/// Quotas of single keys, and what becomes of polls beyond a quota.
extension Checker {
  func checkQuotas() {
    for component in scenario.components {
      guard let item = root["components"]?[component.name]?["quotas"],
        let quotas = component.parameters["quotas"]?.table
      else { continue }
      guard let by = component.word("by"), let keys = scenario.populations.first(where: { $0.name == by })?.count else {
        if root.node["components"]?[component.name]?["by"] == nil {
          problems.error(
            "`quotas` are of keys, and `\(component.name)` does not say of which", at: item.place,
            suggestion: "`by`, with the population whose keys have a quota each")
        }
        continue
      }
      for (entry, _) in item.entries where quotas.contains(where: { $0.name == entry.key }) {
        if let key = Int64(entry.key), (1...max(1, keys)).contains(key), String(key) == entry.key { continue }
        problems.error(
          "`\(entry.key.shortened)` is no key of `\(by)`", at: entry.keyPlace, suggestion: "a number from 1 to \(keys)")
      }
    }
  }

  /// Without a quota there is nothing beyond it.
  func checkOverQuota(_ worker: Component, _ entry: ComponentTable.Entry) {
    guard root.node["components"]?[worker.name]?["over-quota"] != nil,
      case .call(let call)? = worker.operations.first(where: { $0.name == worker.runs })?.steps.first?.action,
      let source = root.node["components"]?[call.component], source["quota"] == nil, source["quotas"] == nil
    else { return }
    problems.error(
      "`\(call.component)` has no quota, so that nothing is over it", at: place(of: "over-quota", in: entry),
      suggestion: "a `quota` there, or leave `over-quota` out")
  }
}
