extension Example {
  /// `web-shop.yaml`, as the language was first written down.
  static let webShop = #"""
    # Fern & Fable, a three-tier shop of our own: no domain core, no Swift.
    orrery: 1
    name: web-shop
    question: Does the shop survive Friday's newsletter, what breaks first, and what does a month cost?
    origin: assumed                     # of every number below that does not say otherwise

    run:
      starts: Fri 00:00                 # simulated time 0 has a place in the week: diurnal curves, cron, shifts, `at:` need it
      duration: 24h
      warm-up: 15min
      drain: 2min                       # arrivals stop, what is in flight may finish; the rest counts as unfinished
      replications: 10
      stands-for: 30d                   # the bill is this day thirty times; without this line a month cannot be billed

    populations:                        # key spaces: caches hold them, shards split them, rows lock them, workloads pick them
      product:  { count: 200k measured, pick: zipf(s 0.9), size: 12 KiB }
      image:    { count: 1.2M measured, pick: zipf(s 0.9), size: lognormal(median 60KiB p99 400KiB) }
      customer: { count: 400k, pick: uniform }

    network: { client: lognormal(median 40ms p99 180ms), same-zone: 0.5ms, cross-zone: 1ms }

    components:
      # edge: components that pass an operation on have a `to`
      cdn:      { kind: cdn, to: { image: bucket, else: balancer }, caches: image, capacity: 40 GiB, ttl: 1h, price: cdn }
      bucket:   { kind: object-store, operations: { image: 50ms }, price: bucket }
      balancer: { kind: load-balancer, to: web, pick: least-in-flight, health: { every: 5s, eject-after: 3 }, price: balancer }

      # application
      web:
        kind: service
        zones: [ a, b ]
        replicas: { min: 4, max: 24, keep: cpu 60%, metric-delay: 60s, startup: 90s, cooldown: 5min }
        cores: 2
        threads: 64                     # one is held for a whole operation, waits downstream included
        queue: 256
        price: vm-medium
        operations:
          product:
            - work: exponential(mean 12ms)      # `work` uses a core; `wait` only passes time
            - { call: db.read, key: product, policy: data }
          search:
            - work: lognormal(median 18ms p99 60ms)
            - { call: db.scan, policy: data }
          checkout:
            - work: 25ms
            - hold: pool                        # the classic mistake: a connection held while the bank thinks
              steps:
                - { call: db.write, key: product, policy: data, as: reserve }
                - { call: bank.charge, policy: bank, as: pay, when: { declined: { reply: declined } } }
                - { call: db.write, key: customer, policy: data, as: record }
            - publish: mails

      # data
      product-cache:                    # put in front of an operation: no flow changes
        { kind: cache, in-front-of: pool.read, key: product, entries: 60k, ttl: 5min, evict: lru, get: 0.5ms, coalesce: no, price: cache-small }
      pool: { kind: pool, in-front-of: db, per: web, slots: 20, queue: 100 }
      db:
        kind: database
        zones: { primary: a, replica: b }
        cores: 8
        connections: 500
        replica: { count: 1, lag: exponential(mean 80ms), reads: no, failover: lognormal(median 30s p99 60s) }
        operations: { read: 4ms measured, scan: lognormal(median 25ms p99 120ms), write: 8ms measured }
        price: postgres-large

      # outside and behind
      bank:   { kind: external, operations: { charge: lognormal(median 700ms p99 3s) }, outcomes: { declined: 2%, error: 0.1% }, quota: 200/s, price: { call: $0.002 } }
      mails:  { kind: queue, visibility: 30s, receives: 5, price: queue }
      mailer: { kind: worker, from: mails, runs: send, replicas: 2, threads: 8, operations: { send: [ call: smtp.send ] }, price: vm-small }
      smtp:   { kind: external, operations: { send: 120ms }, quota: 50/s, price: { call: $0.0001 } }

    policies:                           # what a caller does about a callee; timeout is per try, deadline over all tries
      browser: { timeout: 10s, retry: { times: 2, backoff: 500ms..4s, jitter: full, for: [ timeout, error, refused ] } }
      data:    { timeout: 500ms, retry: { times: 1, backoff: 20ms..100ms, jitter: full, budget: 10% } }
      bank:    { timeout: 5s, breaker: { failure-threshold: 50%, window: 10s, calls: 20, cooldown: 5s } }

    flows:                              # what a person does; latency runs from the intended start to the reply
      view:
        - { call: cdn.product, policy: browser }
        - { repeat: 8, at-once: 6, steps: [ { call: cdn.image, key: fresh image } ] }
      search:
        - { call: cdn.search, policy: browser }
      buy:
        - { call: cdn.checkout, policy: browser, when: { declined: { reply: declined } } }   # a business answer, not an error

    workloads:                          # workloads add up; `run.load` (1 by default) multiplies all of them
      day:
        diurnal: { mean: 180/s measured, peak: x2.4, at: 20:30 }
        flows: { view: 78%, search: 16%, buy: 6% }
      newsletter:
        starts: 20:00
        stages:
          - { name: surge, duration: 30s, target: 900/s }
          - { name: peak, duration: 10min, target: 900/s }
          - { name: fade, duration: 20min, target: 0/s }
        flows: { view: 90%, buy: 10% }

    faults:
      slow-bank: { at: 20:08, for: 5min, hits: bank, slow: x6 }
      web-crash: { every: exponential(mean 10d), hits: web, crash: 1 replica, back-in: 3min }

    budgets:                            # named: an option can change one, a CI comment can cite one
      page:         p95 latency(flow=view) < 600ms
      page-at-peak: p99 latency(flow=view phase=peak) < 1.5s
      buy-at-peak:  { check: p99 latency(flow=buy phase=peak) < 6s, severity: warn }
      bad-windows:  { check: p95 latency(flow=view) < 900ms, window: 10s, allow: 1% }
      errors:       rate errors < 0.1%
      keeps-up:     rate throughput(workload=newsletter phase=peak) >= 880/s
      recovers:     max recovery(fault=slow-bank) < 2min
      bill:         per-month cost < $2900
      no-creep:     p95 latency(flow=view) <= baseline +10% or +20ms

    slos:
      checkout: { good: flow=buy and ok and latency < 3s, target: 99.5%, window: 30d }

    prices:
      books: [ prices/cloud-2026-10.yaml ]
      fixed: { dns-and-logs: $60/month }

    options:                            # an option is a map from a path to a value: what --set takes, with a name
      pay-first:                        # never hold a connection while the bank thinks
        components.web.operations.checkout:
          - work: 25ms
          - { call: bank.charge, policy: bank, as: pay, when: { declined: { reply: declined } } }
          - hold: pool
            steps:
              - { call: db.write, key: product, policy: data, as: reserve }
              - { call: db.write, key: customer, policy: data, as: record }
          - publish: mails
      coalesce: { components.product-cache.coalesce: yes }
      warm-pool: { components.web.replicas.min: 10 }
      boot:                             # alternatives: exactly one holds
        one-of:
          vm:        { components.web.replicas.startup: 90s }
          container: { components.web.replicas.startup: 15s, components.web.price: container-medium }
        default: vm
    # orrery compare web-shop.yaml --with base --with pay-first --with pay-first,boot=container
    """# + "\n"
}
