import Components
import Engine

extension Assembler {
  /// `load` multiplies the rates of open workloads and the users of closed ones; `--scale` divides both.
  mutating func addSource(_ workload: Workload) {
    let assembly = SourceAssembly(run: scenario.run, scale: scale, flows: flowIndex, populations: populationIndex)
    let made = assembly.source(workload)
    plan.sources.append(made.plan)
    warnings += made.warnings
    arithmetic += made.arithmetic
  }
}
