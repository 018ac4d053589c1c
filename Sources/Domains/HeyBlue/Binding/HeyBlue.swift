import Components
import Engine
import HeyBlueCore

/// Hey Blue! for scenario files: `domain: { core: hey-blue }`.
package struct HeyBlue: DomainProvider {
  package init() {}

  package var description: BindingDescription {
    BindingDescription(
      name: "hey-blue",
      summary:
        "Officers who can be found for a while, citizens nearby, connections, points and vouchers; everybody walks.",
      parameters: windows + places + connections + points + sockets,
      entities: [
        .init("officer", bytesEach: 90, "an officer, who walks the land and is available for windows of time"),
        .init("citizen", bytesEach: 30, "a citizen, who walks the land with the app"),
      ],
      commands: HeyBlueCommand.allCases.map(\.description), marks: [],
      monitors: Invariant.allCases.map { .init($0.id, $0.statement) })
  }

  private var windows: [Parameter] {
    [
      Parameter("window", .time, standard: "15min", "how long an officer is available after activation"),
      Parameter("grace", .time, standard: "1s", "time after a window that HB-I1 allows for the client's message"),
      Parameter(
        "enforcement", .word(["client", "server-lease", "both"]), standard: "server-lease",
        "who ends a window when its time is over"),
    ]
  }

  private var places: [Parameter] {
    [
      Parameter("index", .word(["scan", "graph", "grid"]), standard: "graph", "how officers are looked up by place"),
      Parameter("links", .count(1...100), standard: "6", "links of a new officer in the graph"),
      Parameter(
        "inserts", .word(["by-scan", "by-walk"]), standard: "by-scan",
        "how a new officer's nearest are found in the graph"),
      Parameter("relinks", .flag, standard: "no", "whether officers who lose a link in the graph look for another"),
      Parameter("clustered", .flag, standard: "yes", "whether the store is split by zip"),
      Parameter("looks-around", .flag, standard: "no", "whether a lookup looks into the zips around its own as well"),
      Parameter(
        "cell-side", .count(1...1_000_000), standard: "7500",
        "side of a cell of the grid, in metres; larger where the land would have more than 16 million"),
      Parameter(
        "audit", .flag, standard: "no", "whether every answer is compared with the true nearest officer, over all zips"),
      Parameter(
        "citizens-per-zip", .count(1...1_000_000_000), standard: "244",
        "citizens for each zip, which says how many zips there are"),
      Parameter("zip-side", .count(1...1_000_000), standard: "15500", "side of a zip, in metres"),
      Parameter(
        "hotspots", .count(0...100_000), standard: "0",
        "squares to which everybody keeps; 0 lets people walk the whole land"),
      Parameter("hotspot-side", .count(1...1_000_000), standard: "200", "side of a hot spot, in metres"),
      Parameter("walking-speed", .count(0...10_000), standard: "140", "speed of people, in centimetres a second"),
      Parameter("turns-every", .time, standard: "5min", "time that people walk straight on, from a second to a day"),
      Parameter(
        "alert-radius", .count(0...1_000_000), standard: "0",
        "metres beyond which no officer is nearby; 0 for no bound"),
    ]
  }

  private var connections: [Parameter] {
    [
      Parameter(
        "connect-distance", .count(0...100_000_000), standard: "305",
        "centimetres between the two at the most; the siblings' 10 feet"),
      Parameter("answer-timeout", .time, standard: "120s", "time that an officer has to answer"),
      Parameter(
        "repeat-rule", .word(["pair-24h", "pair-day", "citizen-day"]), standard: "pair-24h",
        "who connects once in which time: a pair in 24 hours, a pair on a day, a citizen on a day"),
      Parameter(
        "repeat-check", .word(["never", "at-request", "at-acceptance"]), standard: "at-acceptance",
        "when the repeat rule is checked"),
      Parameter(
        "meeting-check", .word(["never", "at-request", "at-acceptance"]), standard: "at-acceptance",
        "when window and distance are checked"),
    ]
  }

  private var points: [Parameter] {
    [
      Parameter("points-per-connection", .count(1...1_000_000), standard: "1", "points that each participant gets"),
      Parameter("opening-balance", .count(0...1_000_000), standard: "0", "points of each citizen when the run begins"),
      Parameter("redemption-points", .count(1...1_000_000), standard: "10", "points that an offer costs"),
      Parameter(
        "idempotent-ledger", .flag, standard: "yes",
        "whether a second delivery of a connection finds the first one's points"),
      Parameter(
        "debit", .word(["async", "reserve", "ledger"]), standard: "async",
        "how points are taken: by a later event, set aside at the check, or with the record"),
      Parameter(
        "idempotent-redemption", .flag, standard: "yes",
        "whether a second delivery of a redemption makes no second voucher or debit"),
      Parameter("voucher-life", .time, standard: "30d", "time for which a voucher can be used"),
    ]
  }

  private var sockets: [Parameter] {
    [
      Parameter(
        "sockets", .count(1...100_000_000), standard: "10k", scales: true, "sockets of all processors together"),
      Parameter(
        "socket-rule", .word(["take-over", "refuse", "unchecked"]), standard: "take-over",
        "what happens when a profile with an open socket opens another"),
    ]
  }

  package func expectedShares(
    of command: String, every interval: Nanoseconds, configuration: BindingConfiguration
  ) -> [String: Double] {
    // As long as officers are about and people agree.
    HeyBlueCommand.allCases.first { $0.description.name == command }.map { [$0.description.outcomes[0]: 1] } ?? [:]
  }

  package func makeBinding(
    _ configuration: BindingConfiguration, horizon: Horizon, seed: UInt64, replication: Int
  ) -> any DomainBinding {
    HeyBlueBinding(HeyBlueSettings(configuration), seed: seed, replication: replication)
  }
}
