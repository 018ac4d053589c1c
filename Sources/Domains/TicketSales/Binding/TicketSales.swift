import Components
import Engine
import TicketSalesCore

/// Event ticket sales for scenario files: `domain: { core: ticket-sales }`.
package struct TicketSales: DomainProvider {
  package init() {}

  package var description: BindingDescription {
    BindingDescription(
      name: "ticket-sales",
      summary: "Events with a number of tickets, holds, orders, payments, and the way to the ticket in the mail.",
      parameters: parameters,
      entities: [
        .init("event", bytesEach: 80, "an event with general admission; all have the same capacity"),
        .init("user", bytesEach: 0, "a buyer"),
      ],
      commands: commands, marks: [],
      monitors: Invariant.allCases.map { .init($0.id, $0.statement) })
  }

  private var parameters: [Parameter] {
    [
      Parameter(
        "seats",
        .word(["none", "check-at-save", "row-lock", "optimistic-version", "read-then-write", "hold", "waiting-room"]),
        standard: "hold",
        "what keeps a seat from being sold twice; `check-at-save` is a conditional update, one step; `read-then-write` sells at `save-order` what was free at `read-seats`, to all who have read it by then"
      ),
      Parameter("capacity", .count(0...1_000_000_000), standard: "100", scales: true, "tickets of each event"),
      Parameter("ticket-price", .count(0...10_000_000), standard: "2500", "price of one ticket, in cents"),
      Parameter("tickets-per-order", .count(1...10), standard: "1", "tickets that a buyer takes"),
      Parameter("hold-time", .time, standard: "10min", "how long a hold or an admission lasts"),
      Parameter(
        "late-payment", .word(["sold-if-free", "paid-back"]), standard: "sold-if-free",
        "a payment that is confirmed when its hold has run out"),
      Parameter(
        "admitted", .count(1...1_000_000), standard: "50", "tickets that buyers inside the waiting room may be after"),
      Parameter("save-attempts", .count(1...100), standard: "5", "version conflicts after which a payment goes back"),
      Parameter(
        "reconcile", .flag, standard: "yes", "whether the provider is asked about payments that are not settled"),
      Parameter("reconcile-after", .time, standard: "15min", "after what time it is asked"),
      Parameter(
        "unknown-charged", .ratio, standard: "50%", "share of payments with an unknown result that took the money"),
      Parameter("refunds", .flag, standard: "yes", "whether payments for which no ticket is left go back"),
      Parameter(
        "idempotent", .flag, standard: "yes", "whether a second post of one purchase finds the first one's order"),
      Parameter(
        "idempotent-function", .flag, standard: "yes",
        "whether a second delivery of a message finds the first one's ticket"),
      Parameter(
        "confirmation", .word(["after-save", "after-payment"]), standard: "after-save",
        "when the confirmation page is shown"),
      Parameter(
        "totals", .word(["confirmed-orders", "payments"]), standard: "confirmed-orders",
        "what the administrator's totals add up"),
    ]
  }

  private var commands: [BindingDescription.Command] {
    [
      .init(
        "select-seat", outcomes: ["selected", "sold-out", "waiting"],
        "a buyer selects tickets of the event: held under `seats: hold`; `waiting` under `seats: waiting-room` alone"),
      .init("check-admission", outcomes: ["admitted", "waiting", "sold-out"], "a buyer who waits asks again"),
      .init("leave", outcomes: ["released", "refused"], "the buyer gives up before the payment is known"),
      .init(
        "start-payment", outcomes: ["requested", "duplicate", "expired", "refused"],
        "the buy post: makes the order; `duplicate` when the purchase has one"),
      .init("payment-declined", outcomes: ["failed"], "the provider declined: what was held is free again"),
      .init("payment-unknown", outcomes: ["unknown"], "the provider's answer did not come; it is asked later"),
      .init(
        "read-seats", outcomes: ["read"],
        "the read of the saving transaction: under `seats: optimistic-version` the version that the save compares, under `read-then-write` whether seats are free"
      ),
      .init(
        "save-order", outcomes: ["saved", "duplicate", "no-seat", "hold-expired", "conflict"],
        "the payment is confirmed: saves the order, or gives the money back; `conflict` asks for another read"),
      .init(
        "show-confirmation", outcomes: ["shown", "pending", "refused"], "the buyer asks for the confirmation page"),
      .init(
        "start-ticket", outcomes: ["started", "already-done"], "a delivery of the order's message reaches the function"),
      .init("ticket-stored", outcomes: ["stored", "already-done"], "the document is in the object store"),
      .init("ticket-mailed", outcomes: ["mailed", "already-done"], "the mail service has the mail"),
      .init(
        "due-payments", outcomes: ["asked", "none"], emits: true,
        "payments whose result is not known after `reconcile-after`, and paid orders that were never saved: each is an item"
      ),
      .init(
        "ask-provider", outcomes: ["charged", "declined", "settled"],
        "what the provider says about such a payment; `charged` asks to be saved"),
      .init("read-totals", outcomes: ["read"], "the administrator looks at an event's tickets and revenue"),
    ]
  }

  package func expectedShares(
    of command: String, every interval: Nanoseconds, configuration: BindingConfiguration
  ) -> [String: Double] {
    // As long as there are tickets.
    commands.first { $0.name == command }.map { [$0.outcomes[0]: 1] } ?? [:]
  }

  package func makeBinding(
    _ configuration: BindingConfiguration, horizon: Horizon, seed: UInt64, replication: Int
  ) -> any DomainBinding {
    TicketSalesBinding(TicketSalesSettings(configuration), seed: seed, replication: replication)
  }
}
