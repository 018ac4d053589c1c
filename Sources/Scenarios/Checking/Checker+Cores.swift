import Components

/// What a discipline of the cores needs to make a difference.
extension Checker {
  func checkCores(_ component: Component, _ entry: ComponentTable.Entry, _ kind: Kind) {
    let slots = component.parameters["\(kind.facets.slot)s"]?.count
    guard component.word("discipline") == "preemptive", let slots, let cores = component.parameters["cores"]?.count,
      slots <= cores
    else { return }
    let slot = kind.facets.slot
    problems.error(
      "nothing is ever interrupted: with \(slots) \(slot)\(slots == 1 ? "" : "s") and \(cores) core\(cores == 1 ? "" : "s"), nobody waits for a core",
      at: place(of: "discipline", in: entry),
      suggestion: "more `\(slot)s` than `cores`, or `discipline: priority`")
  }
}
