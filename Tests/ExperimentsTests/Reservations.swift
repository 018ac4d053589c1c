import DomainBindings
import Experiments

/// Runs scenarios over the reservations of the Road Warrior.
enum Reservations {
  static func run(_ text: String, threads: Int = 1) throws -> RunResult {
    let domains = Registry.domains
    return try Study.run(try Study.read(text, domains: domains), threads: threads, domains: domains)
  }

  static func figure(_ name: String, _ result: RunResult) -> Double {
    result.budgets.first { $0.name == name }?.observed ?? -1
  }

  static func violations(_ id: String, _ result: RunResult) -> UInt64? {
    result.invariants.first { $0.id == id }?.violations
  }
}
