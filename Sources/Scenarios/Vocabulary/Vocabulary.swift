import Components

/// What a scenario file can name: kinds of components, shapes of load, effects of faults, keys of policies and budgets, metrics, and the domains of
/// whoever builds the program. The reader checks against it, and the reference and the JSON schema are printed from it.
///
/// ```swift
/// var vocabulary = Vocabulary(domains: [bikeSharing])
/// vocabulary.effects.append(brownout)
/// let scenario = try ScenarioReader(vocabulary).read("evening.yaml")
/// ```
package struct Vocabulary: Sendable {
  package var domains: [BindingDescription]
  package var kinds = Kind.all
  package var shapes = ShapeForm.all
  package var effects = EffectForm.all
  package var policies = PolicyForm.all
  package var budgets = BudgetForm.all
  package var metrics = Metric.all

  /// What the language has, with these domains.
  package init(domains: [BindingDescription] = []) { self.domains = domains }

  package func kind(named name: String) -> Kind? { kinds.first { $0.name == name } }
  package func metric(named name: String) -> Metric? { metrics.first { $0.name == name } }
  func shape(named name: String) -> ShapeForm? { shapes.first { $0.name == name } }
  func effect(named name: String) -> EffectForm? { effects.first { $0.name == name } }

  /// The keys of a workload.
  var workload: [Parameter] { shapes.map(\.parameter) + Language.besidesShapes }
  /// The keys of a fault.
  var fault: [Parameter] { Language.aboutFaults + effects.map(\.parameter) }

  /// The keys of a budget that is a map.
  var budget: [Parameter] { [Language.check] + budgets.map(\.parameter) }
  /// The keys that may stand beside a step: of what is called, those of policies as well.
  func keys(beside step: StepForm) -> [String] {
    step.keys.map(\.name) + (step.takesPolicy ? policies.map(\.name) : []) + ["as"] + (step.hasOutcomes ? ["when"] : [])
  }

  /// The keys below a top key, where they are fixed.
  func keys(of topKey: String) -> [Parameter] {
    switch topKey {
    case "run": Language.run
    case "systems": Language.system
    case "network": Language.network
    case "populations": Language.population
    case "policies": policies.map(\.parameter)
    case "workloads": workload
    case "faults": fault
    case "budgets": budget
    case "slos": Language.objective
    case "prices": Language.prices
    case "live": Language.live
    default: []
    }
  }
}
