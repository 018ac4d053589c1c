import Components
import Engine
import RoadWarriorCore

/// The Road Warrior domain for scenario files: `domain: { core: road-warrior }`.
package struct RoadWarrior: DomainProvider {
  package init() {}

  package var description: BindingDescription {
    var description = BindingDescription(
      name: "road-warrior",
      summary: "Reservations with versions at their source, and the rules by which changes reach the app.",
      parameters: [
        Parameter(
          "apply", .word(["version-check", "last-arrival-wins", "whole-document"]),
          standard: "version-check",
          "how an update is written to the reservation table; what a traveller has edited stays, field by field, unless whole documents are written"
        ),
        Parameter(
          "changes", .either([.rate, .perClass(.rate)]), standard: "5%/day",
          "source changes of one active reservation, or for each class"),
        Parameter("cancelled", .ratio, standard: "0%", "share of changes that are cancellations by the vendor"),
        Parameter("active-life", .time, "mean time until a reservation's end date; without it they last"),
        Parameter("deduplicate", .flag, standard: "yes", "whether a traveller is told of a change only once"),
        Parameter("notified", .ratio, standard: "100%", "share of travellers who want to be told"),
        Parameter(
          "load", .word(["delta", "full"]), standard: "delta",
          "rows that a batch run loads: what has changed, or every reservation"),
        Parameter(
          "storm",
          .map([
            Parameter("at", .time, required: true, "when it begins"),
            Parameter("for", .time, required: true, "how long it lasts"),
            Parameter("of", .text, "class that it hits; all without it"),
            Parameter("changes", .factor, required: true, "factor on the rate of changes"),
          ]), "a time in which sources change faster"),
      ] + MailSettings.parameters,
      entities: [
        .init("reservation", bytesEach: 16, scales: true, "tracked state and table row, eight bytes each"),
        .init("provider", bytesEach: 0, "a travel system that reservations are asked from"),
        .init(
          "mailbox", bytesEach: 26, scales: true,
          "polled state, cursor and filter of a mailbox, of eight, twelve and six bytes"),
      ],
      commands: [
        .init(
          "compare", outcomes: ["unchanged", "changed", "cancelled"],
          onKeysOf: "reservation",
          "compares what is known of a reservation with what its source says; `cancelled` by the vendor, or because its end date has passed"
        ),
        .init(
          "apply-update", outcomes: ["applied", "stale", "duplicate", "tombstone"],
          "writes the change that the request carries to the reservation's row"),
        .init(
          "register-notice", outcomes: ["due", "suppressed", "repeated"],
          "decides whether the traveller is told"),
        .init("notice-delivered", outcomes: ["delivered"], "notes that the traveller was told"),
        .init("notice-dead-lettered", outcomes: ["dead-lettered"], "notes that a notice was given up"),
        .init(
          "edit", outcomes: ["edited", "closed"],
          "a traveller edits a reservation by hand: the edit is accepted, and in the table after `apply-update`"),
        .init("remove", outcomes: ["removed", "closed"], "a traveller removes a reservation"),
        .init(
          "begin-run", outcomes: ["begun"], "a batch run takes its snapshot: the pass that it calls next is its own"),
        .init(
          "stage", outcomes: ["staged", "dropped"],
          "keeps what a pass has found for its run; `dropped` where nobody will load it"),
        .init(
          "begin-load", outcomes: ["begun", "overlapping", "loaded"],
          "the load of a run begins; its rows are its effort. `overlapping` while another loads, `loaded` where it was loaded before"
        ),
        .init(
          "load", outcomes: ["loaded"], emits: true, "the load of a run ends: emits an item for each of its changes"),
        .init(
          "view", outcomes: ["shown", "stale"],
          "a traveller reads an own reservation; `stale` where an own edit that was accepted is not in the table, or not in the copy that answers"
        ),
      ] + MailSettings.commands,
      marks: ["source-change", "polled"],
      monitors: RoadWarriorBinding.watched.map { .init($0.id, $0.statement) })
    description.clockLasts = { parameters in
      let settings = RoadWarriorSettings(BindingConfiguration(parameters: parameters, populations: []))
      return min(
        SourceClock.lasts(storms: settings.storms.map { ($0.begins, $0.ends, $0.factor) }), settings.mail.numbersLast)
    }
    return description
  }

  package func expectedShares(
    of command: String, every interval: Nanoseconds, configuration: BindingConfiguration
  ) -> [String: Double] {
    let settings = RoadWarriorSettings(configuration)
    switch command {
    case "compare":
      let groups = configuration.populations.first { $0.entity == "reservation" }?.groups ?? []
      let rate =
        groups.isEmpty
        ? settings.changes
        : groups.reduce(0) { $0 + $1.share * settings.changesPerSecond(group: $1.name) }
      let changed = min(1, rate * Double(interval) / 1e9)
      let finished = min(1 - changed, settings.endsPerSecond * Double(interval) / 1e9)
      return [
        "changed": changed * (1 - settings.cancelled),
        "cancelled": changed * settings.cancelled + finished, "unchanged": 1 - changed - finished,
      ]
    case "apply-update": return ["applied": 1]
    case "register-notice":
      return ["due": settings.notified, "suppressed": 1 - settings.notified]
    case "edit": return ["edited": 1]
    case "remove": return ["removed": 1]
    case "view": return ["shown": 1]
    default: return settings.mail.expectedShares(of: command, every: interval)
    }
  }

  package func makeBinding(
    _ configuration: BindingConfiguration, horizon: Horizon, seed: UInt64, replication: Int
  ) -> any DomainBinding {
    RoadWarriorBinding(RoadWarriorSettings(configuration), seed: seed, replication: replication)
  }
}
