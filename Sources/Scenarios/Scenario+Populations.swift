import Components

/// Who works on the keys of a population.
extension Scenario {
  /// The population whose keys a polling worker or a subscription works on: the key of the list that it reads.
  func population(workedOnBy component: Component) -> String? {
    component.from.flatMap { from in components.first { $0.name == from }?.word("key") }
  }

  /// The subscription for a share of a population's keys; nil where there is none.
  func subscription(over population: String) -> Component? {
    components.first { $0.structure == .subscription && self.population(workedOnBy: $0) == population }
  }
}
