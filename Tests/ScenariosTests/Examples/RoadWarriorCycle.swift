extension Example {
  /// `road-warrior-cycle.yaml`, as the language was first written down.
  static let roadWarriorCycle = #"""
    # Road Warrior, option A: every reservation is asked for every 300 s, through partitions and trackers.
    orrery: 1
    name: road-warrior/cycle
    question: Can a five-minute cycle keep a five-minute promise, and what carries 500,000 polls a second?
    origin: assumed

    run: { duration: 300s, warm-up: 0s, drain: 10s }

    domain:
      core: road-warrior
      apply: version-check
      changes: 5%/day

    populations:
      reservation:
        count: 150M doc "150M reservations to be refreshed every 5 minutes"
        of: road-warrior.reservation              # 16 bytes each; `orrery validate` prints 150 M x 16 B = 2.4 GB
        share: { airline: 60%, hotel: 30%, car: 8%, travel-system: 2% }
      provider: { count: 300, of: road-warrior.provider, pick: zipf(s 1.0) }

    components:
      work-list:
        kind: compacted-topic
        key: reservation
        partitions: { airline: 308, hotel: 154, car: 40, travel-system: 10 }
        record: 1 KB
        replication: 3
        zones: [ a, b, c ]
      tracker:                                    # the population's cycle is the worker's, not the population's own
        kind: polling-worker
        from: work-list
        every: 300s doc "refreshed every 5 minutes"
        starts: spread                            # spread | together | by partition
        in-flight: 320 per partition              # 977 polls/s x 254 ms mean = 248 busy; 1 = strictly sequential
        order: by key                             # none | by key | by partition
        runs: track
        replicas: 500
        price: { instance: $57.60/month derived }
        operations:
          track:
            - call: provider.get
              key: provider                       # the reservation's own provider: the core knows it
              policy: poll
              when: { quota|timeout|error: { reply: skipped } }    # asked again next cycle
            - do: compare
              when:
                unchanged:         continue
                changed|cancelled: { publish: work-list, key: reservation }
      provider:
        kind: external
        operations: { get: lognormal(median 200ms p99 1s) }
        quota: 900k/s
        by: provider                              # one queue, quota and outage per key of this population
        price: { call: $0, egress: $0.09/GB }
      updater: { kind: consumers, from: work-list, runs: forward, replicas: 32, operations: { forward: [ work: 1ms, publish: updates, publish: notices ] } }
      updates: { kind: topic, key: reservation, partitions: 64 }
      notices: { kind: topic, key: reservation, partitions: 128 }
      data-updater:
        kind: consumers
        from: updates
        runs: apply
        replicas: 16
        operations:
          apply:
            - work: 2ms
            - do: apply-update
              in: store.write
              key: reservation
              when:
                applied:                   { measure: freshness since source-change }   # a mark the core sets
                stale|duplicate|tombstone: continue
      store:    { kind: document-store, key: reservation, shards: 12, replicas: 3, zones: [ a, b, c ], operations: { read: 4ms, write: 8ms } }
      notifier: { kind: consumers, from: notices, runs: notify, replicas: 8, operations: { notify: [ { do: register-notice, when: { due: { call: push.send }, suppressed|repeated: continue } } ] } }
      push:     { kind: channel, operations: { send: 100ms }, quota: 5k/s }

    policies:
      poll: { timeout: 5s }

    budgets:
      fresh:      { check: p99 freshness < 300s, severity: warn }
      late:       share freshness above 300s <= 1%
      all-polled: share refreshed(population=reservation) = 100%
      quota:      rate calls(component=provider outcome=quota) = 0/s

    options:
      poll-150s: { components.tracker.every: 150s, components.tracker.in-flight: 640 per partition, components.provider.quota: 1.8M/s }
      poll-240s: { components.tracker.every: 240s, components.tracker.in-flight: 400 per partition, components.provider.quota: 1.125M/s }
      sequential: { components.tracker.in-flight: 1 per partition }
      racing:
        domain.apply: last-arrival-wins
        components.tracker.order: none
        expect: { RW-I1: violated }
    """# + "\n"
}
