import BikeSharingCore
import OrreryModel

/// What scenario files may say of the core, and how one is made for a replication.
struct BikeSharing: DomainProvider {
  var description: BindingDescription {
    BindingDescription(
      name: "bike-sharing", summary: "Bicycles that are rented at a dock and brought to another.",
      parameters: [
        Parameter("places", .count(1...1000), standard: "20", "bicycles that a dock holds"),
        Parameter("bicycles", .count(0...1000), standard: "10", "at each dock in the beginning, at most `places`"),
        Parameter("checks", .flag, standard: "yes", "whether a dock checks what it holds before it opens"),
      ],
      entities: [.init("dock", bytesEach: 8, "a dock")],
      commands: [
        .init("rent", outcomes: ["rented", "empty"], "a rider asks for a bicycle"),
        .init("bring", outcomes: ["docked", "full"], "a rider brings one"),
      ],
      marks: [], monitors: [.init("BS-1", "A dock has no fewer bicycles than none and no more than places.")])
  }

  func makeBinding(
    _ configuration: BindingConfiguration, horizon: Horizon, seed: UInt64, replication: Int
  ) -> any DomainBinding {
    let docks = configuration.populations.first { $0.entity == "dock" }?.count ?? 1
    let places = configuration.parameters["places"]?.count ?? 20
    return City(
      Docks(
        docks: Int(docks), places: Int(places),
        bicycles: Int(min(places, configuration.parameters["bicycles"]?.count ?? 10)),
        checks: configuration.parameters["checks"]?.flag ?? true))
  }
}

/// The core inside one replication: commands come one at a time, in the order of simulated time.
private final class City: DomainBinding {
  private var docks: Docks

  init(_ docks: Docks) { self.docks = docks }

  /// By the numbers of commands and outcomes in the description.
  func perform(_ command: Int, _ context: inout CommandContext) -> Int {
    let dock = Int(context.subject)
    return command == 0
      ? docks.rent(at: dock, now: context.now).rawValue : docks.bring(to: dock, now: context.now).rawValue
  }

  var monitors: [MonitorReading] {
    [
      MonitorReading(
        id: "BS-1", violations: docks.violations, firstAt: docks.firstViolation, firstEntity: nil)
    ]
  }
}
