import Scenarios

/// What a search for the cheapest design must not vary: a size that nobody pays for, of which the most is the best.
extension CostSearch {
  /// Parameters that make a component larger, which a bill must follow.
  private static let sizes = [
    "cores", "replicas", "replicas.min", "replicas.max", "replica.count", "slots", "shards", "count", "capacity",
    "entries", "warm",
  ]

  /// Of the paths that are varied, the sizes of components without a price for them, each with a sentence that says so.
  package static func unpaid(_ paths: [String], in scenario: Scenario) -> [String] {
    paths.compactMap { path in
      guard path.hasPrefix("components."),
        let component = scenario.components.filter({ path.hasPrefix("components.\($0.name).") })
          .max(by: { $0.name.count < $1.name.count })
      else { return nil }
      let field = String(path.dropFirst("components.\(component.name).".count))
      guard sizes.contains(field) else { return nil }
      let meters = field == "warm" ? ["memory"] : ["instance", "core"]
      let isPaid = component.prices.contains { price in
        meters.contains(price.meter) && price.tiers.contains { $0.microsPerUnit > 0 }
      }
      if isPaid { return nil }
      return
        "the bill does not follow \(path): `\(component.name)` has no price for \(meters.joined(separator: " or ")), so the most would be the cheapest; give it one"
    }
  }
}
