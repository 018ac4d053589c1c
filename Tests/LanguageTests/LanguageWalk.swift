import Components

@testable import Scenarios

/// Every key of the language, by path, from the tables that the reader checks against; each word of a key that takes
/// one of some words is a key of its own, as in `service.discipline=lifo`.
enum LanguageWalk {
  static let keys: [String] = kinds + policies + faults + workloads + steps + others

  static let kinds: [String] = Kind.all.filter(\.isBuilt).flatMap { kind in
    paths(kind.parameters, in: kind.name) + kind.meters.map { "\(kind.name).price.\($0.name)" }
  }
  static let policies = paths(Language.policy, in: "policy")
  static let faults = paths(Vocabulary().fault, in: "fault")
  static let workloads = paths(Vocabulary().workload, in: "workload")
  static let steps: [String] = StepForm.all.flatMap { step in
    ["step.\(step.name)"]
      + Vocabulary().keys(beside: step).filter { $0 != "as" }.flatMap { key in
        // The keys of a policy beside a call are maps as in `policies`, and read by the same code.
        ["step.\(step.name).\(key)"]
      }
  }
  static let others =
    paths(Language.run, in: "run") + paths(Language.network, in: "network")
    + paths(Language.population, in: "population") + paths(Language.budget, in: "budget")
    + paths(Language.objective, in: "objective") + paths(Language.prices, in: "prices")
    + paths(Language.priceBook, in: "book") + paths(Language.system, in: "system")

  private static func paths(_ parameters: [Parameter], in room: String) -> [String] {
    parameters.filter(\.isBuilt).flatMap { parameter -> [String] in
      let path = "\(room).\(parameter.name)"
      return [path] + words(parameter.form).map { "\(path)=\($0)" } + paths(parameter.form.parameters, in: path)
    }
  }

  private static func words(_ form: ValueForm) -> [String] {
    switch form {
    case .word(let words): words
    case .either(let forms): forms.flatMap(words)
    default: []
    }
  }

  /// What a key is where a file does not have it.
  static let standards: [String: String] = {
    var found: [String: String] = [:]
    func add(_ parameters: [Parameter], in room: String) {
      for parameter in parameters {
        if let standard = parameter.standard { found["\(room).\(parameter.name)"] = standard }
        add(parameter.form.parameters, in: "\(room).\(parameter.name)")
      }
    }
    for kind in Kind.all { add(kind.parameters, in: kind.name) }
    add(Language.policy, in: "policy")
    add(Vocabulary().fault, in: "fault")
    add(Vocabulary().workload, in: "workload")
    add(Language.budget, in: "budget")
    add(Language.objective, in: "objective")
    return found
  }()

  /// What a run does not depend on, and why: texts, names, and settings of the output.
  static let exempt: [String: String] = [
    "workload.stages.name": "a name, for budgets",
    "workload.steps.name": "a name, for budgets",
    "workload.closed.stages.name": "a name, for budgets",
    "book.orrery-prices": "the version of the file",
    "book.date": "a text, shown with the bill",
    "book.source": "a text, shown with the bill",
    "book.currency": "a text, shown with the bill",
  ]
}
