import Components
import Engine

extension BindingDescription {
  /// A small stand-in for the real binding, with commands, marks and parameters of every sort.
  static let testRoadWarrior: BindingDescription = {
    var description = ofReservations
    description.clockLasts = { _ in 90 * .day }
    return description
  }()

  private static let ofReservations = BindingDescription(
    name: "road-warrior", summary: "reservations that change at their source",
    parameters: [
      Parameter(
        "apply", .word(["version-check", "last-arrival-wins"]), standard: "version-check",
        "how an update is written"),
      Parameter("changes", .either([.rate, .perClass(.rate)]), standard: "5%/day", "changes of one"),
      Parameter("rehearsal", .flag, built: false, "something announced"),
    ],
    entities: [
      .init("reservation", bytesEach: 16, scales: true, "a reservation"),
      .init("provider", bytesEach: 0, "a provider"),
    ],
    commands: [
      .init(
        "compare", outcomes: ["unchanged", "changed", "cancelled", "finished"],
        onKeysOf: "reservation", "compares"),
      .init("apply-update", outcomes: ["applied", "stale", "duplicate", "tombstone"], "applies"),
      .init("register-notice", outcomes: ["due", "suppressed", "repeated"], "registers"),
      .init("notice-delivered", outcomes: ["delivered"], "notes"),
      .init("digest", outcomes: ["digested", "nothing"], emits: true, "puts notices together"),
    ],
    marks: ["source-change", "polled"],
    monitors: [.init("RW-I1", "nothing is lost"), .init("RW-I2", "nothing comes back")])
}
