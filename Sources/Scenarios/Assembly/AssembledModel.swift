import Components
import Engine

/// A scenario ready to be run: the plan of its network and populations, and what makes its bindings.
package struct AssembledModel: Sendable {
  package var plan: NetworkPlan
  /// By the numbers that the plan's commands and pollings use.
  package var domains: [Domain]
  /// What the scale did that a reader must know.
  package var warnings: [String]
  /// Sums that turn what the file states into rates, for the estimate: `2M users × 10 % active × … = 27.8/s`.
  package var arithmetic: [String]

  package struct Domain: Sendable {
    package var provider: any DomainProvider
    package var configuration: BindingConfiguration
    package var prefix: String
  }

  /// Bindings for one replication.
  package func makeBindings(seed: UInt64, replication: Int) -> [any DomainBinding] {
    domains.map {
      $0.provider.makeBinding(
        $0.configuration, horizon: plan.horizon, seed: seed, replication: replication)
    }
  }

  /// Bytes that the populations of domain cores will take, with the arithmetic.
  package func populationMemory(of scenario: Scenario) -> (bytes: Int64, arithmetic: [String]) {
    var bytes: Int64 = 0
    var lines: [String] = []
    for domain in domains {
      for shape in domain.configuration.populations {
        let each = domain.provider.description.entities.first { $0.name == shape.entity }?.bytesEach ?? 0
        guard each > 0 else { continue }
        bytes += shape.count * Int64(each)
        lines.append("\(shape.name): \(shape.count) × \(each) B = \(shape.count * Int64(each)) B")
      }
    }
    return (bytes, lines)
  }
}
