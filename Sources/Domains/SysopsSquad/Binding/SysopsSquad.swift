import Components
import Engine
import SysopsSquadCore

/// Trouble tickets, experts and bills for scenario files: `domain: { core: sysops-squad }`.
package struct SysopsSquad: DomainProvider {
  package init() {}

  package var description: BindingDescription {
    BindingDescription(
      name: "sysops-squad",
      summary: "Trouble tickets that are matched with experts, what customers are told of them, and monthly bills.",
      parameters: matchingParameters + drawnParameters + billingParameters,
      entities: [
        .init("expert", bytesEach: 24, scales: true, "somebody who is sent to customers"),
        .init("region", bytesEach: 8, scales: true, "an area whose experts go to its tickets"),
        .init("customer", bytesEach: 3, scales: true, "somebody who is billed once a month"),
      ],
      commands: ticketCommands + assignmentCommands + customerCommands + billingCommands, marks: ["submitted"],
      monitors: Invariant.allCases.map { .init($0.id, $0.statement) })
  }

  // MARK: Parameters

  private var matchingParameters: [Parameter] {
    [
      Parameter(
        "matcher", .word(MatchingMode.allCases.map(\.rawValue)), standard: "batch-greedy",
        "how tickets and experts come together: a job over all that wait, an attempt when a ticket comes (with or without another when an expert becomes free), or experts who choose"
      ),
      Parameter(
        "fallback", .flag, standard: "no", "per event: whoever is nearest is sent where nobody has the skills"),
      Parameter(
        "write", .word(["conditional", "blind"]), standard: "conditional",
        "an assignment is written only if the ticket still waits and the expert is free, or in any case"),
      Parameter(
        "stores", .word(["separate", "shared"]), standard: "separate",
        "shared: the assigner scans the store in which tickets are saved, and needs no message"),
      Parameter(
        "hand-off-bound", .time, standard: "1h", "time in which a ticket must come to the store that the assigner scans"
      ),
      Parameter("answer-time", .time, standard: "2h", "time that an expert has to answer"),
      Parameter("manager-after", .time, standard: "24h", "self-pick: age at which a manager sends somebody"),
      Parameter(
        "check-order", .flag, standard: "yes",
        "whether the customer store keeps a later status when an earlier one comes"),
      Parameter(
        "deduplicate-surveys", .flag, standard: "yes", "whether a second message of a resolved ticket sends no survey"),
    ]
  }

  private var drawnParameters: [Parameter] {
    [
      Parameter("urgent", .ratio, standard: "10%", "share of tickets that are urgent"),
      Parameter("low", .ratio, standard: "20%", "share of tickets of low priority; the rest is normal"),
      Parameter("miscategorised", .ratio, standard: "0%", "share of tickets whose category names other skills"),
      Parameter("stale-profiles", .ratio, standard: "0%", "share of experts whose profile names other skills"),
      Parameter("rare-tickets", .ratio, standard: "0%", "share of tickets that need the rare skill"),
      Parameter("rare-staff", .ratio, standard: "0%", "share of experts who have the rare skill, too"),
      Parameter("all-rounders", .ratio, standard: "0%", "share of experts who can do everything"),
      Parameter("off-duty", .ratio, standard: "0%", "share of experts who are away all along"),
    ]
  }

  private var billingParameters: [Parameter] {
    [
      Parameter("checkpoints", .flag, standard: "yes", "whether a rerun begins with whom the records show as unpaid"),
      Parameter(
        "provider-idempotent", .flag, standard: "yes",
        "whether the provider knows a customer's month from an earlier try"),
      Parameter("declined", .ratio, standard: "0%", "share of customers whose payment is declined"),
    ]
  }

  // MARK: Commands

  private var ticketCommands: [BindingDescription.Command] {
    [
      .init(
        "submit-ticket", outcomes: ["submitted"],
        "a customer's ticket is saved; under `stores: shared` the assigner sees it from then on"),
      .init(
        "withdraw-ticket", outcomes: ["withdrawn", "known"],
        "the customer is told that the ticket could not be taken; `known` when the operations side has it"),
      .init(
        "receive-ticket", outcomes: ["received", "duplicate"], "the ticket comes to the store that the assigner scans"),
      .init("read-priority", outcomes: ["urgent", "normal", "low"], "what is known of the ticket"),
      .init(
        "match-arrival", outcomes: ["matched", "left", "later", "lost"], emits: true,
        "an attempt for this ticket alone; `later` under batches, `lost` under `matcher: per-event` when nobody is there"
      ),
      .init(
        "run-assignment", outcomes: ["matched", "none"], emits: true,
        "the job: proposals for all waiting tickets; under `matcher: self-pick` for those that a manager deals with"),
      .init(
        "match-freed", outcomes: ["matched", "none"], emits: true,
        "an attempt for the expert who has become free; under `matcher: self-pick` that expert chooses"),
    ]
  }

  private var assignmentCommands: [BindingDescription.Command] {
    [
      .init("propose", outcomes: ["proposed", "ticket-taken", "expert-taken"], "an assignment is written"),
      .init("accept", outcomes: ["accepted", "settled"], "the expert accepts, and sets out"),
      .init("reject", outcomes: ["rejected", "settled"], "the expert declines: the ticket waits again"),
      .init("expire", outcomes: ["expired", "open", "settled"], "the time to answer is over; `open` when it is not"),
      .init("arrive", outcomes: ["arrived", "settled"], "the expert is at the customer's"),
      .init("complete", outcomes: ["completed", "settled"], "the problem is solved"),
      .init("begin-shift", outcomes: ["begun"], "all experts who are not away are there"),
      .init("end-shift", outcomes: ["ended"], "those who are free go home; who is on the way ends what is begun"),
    ]
  }

  private var customerCommands: [BindingDescription.Command] {
    [
      .init(
        "show-status", outcomes: ["in-progress", "resolved", "stale"],
        "the customer store takes the status of a message; `stale` when it shows a later one"),
      .init("notify-customer", outcomes: ["notified"], "the customer is told of the status of a message"),
      .init("send-survey", outcomes: ["sent", "duplicate", "not-resolved"], "the survey link of a resolved ticket"),
    ]
  }

  private var billingCommands: [BindingDescription.Command] {
    [
      .init("start-billing", outcomes: ["started"], "the payment job begins, or begins again, with the first customer"),
      .init(
        "next-payment", outcomes: ["due", "done"], "the next customer of the job; with checkpoints the next unpaid one"),
      .init(
        "charge", outcomes: ["charged", "known", "declined", "skipped"],
        "the provider is asked; `known` when it knows the charge from before"),
      .init("record-payment", outcomes: ["recorded", "out-of-turn"], "a payment is written down"),
      .init("record-failure", outcomes: ["recorded", "out-of-turn"], "a declined payment is written down"),
      .init("send-invoice", outcomes: ["sent", "out-of-turn"], "the invoice of a paid month"),
      .init("alert", outcomes: ["raised", "out-of-turn"], "billing operations are told of a declined payment"),
    ]
  }

  package func expectedShares(
    of command: String, every interval: Nanoseconds, configuration: BindingConfiguration
  ) -> [String: Double] {
    // As long as there are experts who are free.
    description.commands.first { $0.name == command }.map { [$0.outcomes[0]: 1] } ?? [:]
  }

  package func makeBinding(
    _ configuration: BindingConfiguration, horizon: Horizon, seed: UInt64, replication: Int
  ) -> any DomainBinding {
    SysopsSquadBinding(SysopsSquadSettings(configuration), seed: seed, replication: replication)
  }
}
