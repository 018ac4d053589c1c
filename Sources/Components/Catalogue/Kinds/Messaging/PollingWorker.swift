extension Kind {
  static let pollingWorker = Kind(
    name: "polling-worker", structure: .poller,
    summary:
      "Loops over every key of a population once a cycle: calls an external interface, compares, writes back what changed. Polls wait for slots and never for cores; instances that have too few cores or too little memory are refused.",
    operations: .declared, takesSteps: true,
    facets: Facets(crashes: true, takesFrom: .topic),
    parameters: [
      from, runs, price, operations,
      Parameter(
        "every", .either([.time, .perClass(.time)]), positive: true,
        "the cycle: each key is asked for once in this time, or in that of its class (adaptive polling); required unless it starts on call"
      ),
      Parameter(
        "starts", .word(["spread", "together", "by partition", "on call"]), standard: "spread",
        "spread: evenly over the cycle; together: all at its start; by partition: each partition evenly from its own offset; on call: there is no cycle, and who calls its operation waits until each key was asked for once, as fast as `in-flight` lets it. Such passes run one at a time, and one that nobody waits for any more stops"
      ),
      Parameter(
        "keys", .word(["all", "unsubscribed"]), standard: "all",
        "which it asks for: all, or those that the `subscription` over the same population does not cover"),
      Parameter(
        "bulk", .count(1...1000), standard: "1",
        "keys that one call answers for, next to one another in their partition: those of one account, say"),
      Parameter(
        "over-quota", .word(["skip", "rotate", "random"]), standard: "skip",
        "what is asked for where the source's quota does not let all calls through: skip: what is due first in each second, the same keys in each cycle, and the others never; rotate: the key that has waited longest; random: any that was not asked for in this cycle"
      ),
      Parameter(
        "in-flight", .countPer(["partition", "replica"], 1...1_000_000), standard: "1 per partition",
        scales: true, "calls that may be open at once"),
      Parameter(
        "order", .word(["by key", "by partition", "none"]), standard: "by key",
        "which calls wait for each other: two for one key, which a timeout longer than the cycle would allow; or all of a partition, one at a time"
      ),
      Parameter(
        "replicas", .count(1...100_000), standard: "1", scales: true,
        "instances that share the partitions, each of which belongs to one of them: cores and memory must be enough, since polls do not wait for them, and what has no call to spare is asked for later or never"
      ),
      Parameter(
        "threads", .count(1...10_000_000), standard: "4000",
        "calls that one instance can have open: partitions belong to instances in turn, and those of one share its calls"
      ),
      Parameter(
        "takeover", .time, standard: "10s",
        "time until the partitions of an instance that has crashed, or has come back, are asked for by another: after it, that one reads their part of the list"
      ),
      Parameter(
        "read-rate", .size, standard: "100 MB", positive: true,
        "bytes of the list that an instance reads in a second, one partition after another, when it takes them over"),
      Parameter("cores", .count(1...4096), standard: "2", "cores of one instance"),
      Parameter(
        "poll", .time, standard: "200us",
        "core time of one poll: a load above 100% of all cores is refused, and below it takes no time"),
      Parameter(
        "memory", .size, standard: "4 GiB",
        "of one instance, for its part of the list: what does not fit is refused"),
    ], meters: instanceMeters.filter { $0.name != "cross-zone" },
    example:
      "tracker: { kind: polling-worker, from: work-list, every: 300s, in-flight: 320 per partition, runs: track, operations: { track: [ { call: provider.get, timeout: 5s }, { do: compare, when: { unchanged: continue, else: { publish: work-list } } } ] } }"
  )
}
