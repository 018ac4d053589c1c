extension Kind {
  static let subscription = Kind(
    name: "subscription", structure: .subscription,
    summary:
      "A source that pushes its changes: each arrives after a delay, or is lost; what is lost is told by the next push of the same key, or found by a polling worker over the same population.",
    operations: .declared, takesSteps: true,
    facets: Facets(takesFrom: .topic),
    parameters: [
      from, runs, price, operations,
      Parameter("share", .ratio, standard: "100%", "of the keys whose changes are pushed; the others' are not"),
      Parameter("delay", .timeDistribution, standard: "1s", "from a change until its push arrives"),
      Parameter("lost", .ratio, standard: "0%", "share of pushes that do not arrive, each try by itself"),
      Parameter(
        "retry",
        .map([
          Parameter("times", .count(1...100), required: true, "tries of the source after the first"),
          Parameter("every", .time, required: true, positive: true, "time from one try to the next"),
        ]), "what the source does about a push that is not acknowledged; nothing by default"),
    ], meters: instanceMeters.filter { $0.name == "instance" },
    synonyms: "webhook webhooks push callback notification hook",
    example:
      "webhook: { kind: subscription, from: work-list, share: 90%, lost: 0.1%, retry: { times: 3, every: 1min }, runs: receive, operations: { receive: [ { do: compare, when: { unchanged: continue, else: { publish: work-list } } } ] } }"
  )
}
