extension Example {
  /// `tickets.yaml`, as the language was first written down.
  static let tickets = #"""
    # Bob's ticket shop, stage 0 as the article draws it, in the on-sale rush.
    orrery: 1
    name: tickets/on-sale-rush
    question: With 250 buyers in ten minutes for 80 seats, who is sold a seat that does not exist, and what does a hold cost?
    origin: assumed

    run: { starts: Sat 10:00, duration: 30min, warm-up: 0s, drain: 30min, replications: 50 }

    domain:                             # the real decisions; `orrery show ticket-sales` lists commands, outcomes, keys, monitors
      core: ticket-sales
      seats: none doc "the article has no hold, Free -> Sold after payment"
      hold-time: 10min
      reconcile-after: 15min

    populations:
      event: { count: 1, of: ticket-sales.event, capacity: 80, ticket-price: $25 }
      buyer: { count: 250 doc "the number of users to be around 250", of: ticket-sales.user }
      image: { count: 300, pick: zipf(s 0.9), size: 2 MiB }

    network: { client: 40ms, same-zone: 0.5ms }

    components:
      site:     { kind: cdn, to: { image: bucket, else: balancer }, caches: image, ttl: 1h, price: cdn }
      balancer: { kind: load-balancer, to: app, price: balancer }
      app:
        kind: service
        replicas: 1 doc "EC2 instance (medium instance type)"
        cores: 2
        threads: 50
        queue: 200
        price: vm-medium
        operations:
          list: [ work: 15ms, call: db.read ]
          select:
            - work: 15ms
            - do: select-seat           # decided by the core, durable when db.write commits, one lock per event
              in: db.write
              key: event
              when:
                selected: continue
                sold-out: { reply: sold-out }
          buy:
            - work: 30ms
            - call: payment.charge
              policy: pay
              as: pay
              when:
                declined:        [ { do: payment-declined, in: db.write }, { reply: declined } ]
                unknown|timeout: [ { do: payment-unknown, in: db.write }, { reply: pending } ]
            - do: save-order
              in: db.write
              key: event
              as: save
              when:
                saved|duplicate:      { mark: confirmed }
                no-seat|hold-expired: { reply: refunded }
            - { publish: orders, as: push }     # the article's dual write: a crash here loses a ticket
      db:
        kind: database
        cores: 2
        connections: 100
        operations: { read: 4ms, write: 8ms }
        backup: { every: 24h, at: 00:00 }
        price: postgres-small
      payment:
        kind: external
        operations: { charge: lognormal(median 2s p99 10s) }
        outcomes: { declined: 1%, unknown: 0.1% }
      orders: { kind: queue, visibility: 30s, receives: 5, dead-letter: yes, price: queue }
      ticket-maker:
        kind: function
        from: orders
        runs: fulfil
        memory: 512 MiB
        cold-start: 0.8s
        limit: 1000
        price: function
        operations:
          fulfil:
            - { do: start-ticket, when: { started: continue, already-done: { reply: ok } } }
            - work: 1.2s
            - { call: bucket.put, size: 200 KB }
            - measure: ticket-ready since confirmed
            - call: mail.send
            - do: ticket-mailed
            - measure: mailed since confirmed
      bucket: { kind: object-store, operations: { image: 50ms, put: 50ms }, price: bucket }
      mail:   { kind: external, operations: { send: 150ms }, quota: 14/s }

    policies:
      browser: { timeout: 30s }
      pay:     { timeout: 15s }         # no retry: a second charge needs the same intent

    flows:
      browse:
        - { call: site.list, policy: browser }
        - { repeat: 12, at-once: 6, steps: [ { call: site.image, key: fresh image } ] }
      buy:
        - call: site.select
          policy: browser
          when: { sold-out: { reply: sold-out } }
        - think: lognormal(median 40s p99 4min)   # a person types: not latency
        - call: site.buy
          policy: browser
          when: { declined|refunded|pending: { reply: not-sold } }

    workloads:
      rush:
        crowd: { count: 250, within: 10min }      # exactly 250, unlike 25/min
        who: buyer
        flows: { buy: 100% }

    budgets:
      select:       p95 latency(operation=app.select) < 500ms
      ticket-ready: p99 ticket-ready < 60s
      mailed:       p99 mailed < 120s
      dead-letters: count dead-letters(component=orders) = 0
      seats-sold:   count outcomes(command=save-order outcome=saved) >= 79
      refused-late: count outcomes(flow=buy outcome=not-sold) <= 3
    # every monitor of the core is a budget of its own: `count violations(monitor=TK-I1) = 0`

    prices: { books: [ prices/cloud-2026-10.yaml ] }

    options:
      seats:
        question: What does the missing hold cost, and what does a hold cost?
        default: none
        one-of:
          none:
            expect: { TK-I1: violated }           # the defect is the point: CI stays green while exactly this trips
          hold:
            domain.seats: hold
            budgets.buy-share: share outcomes(flow=buy outcome=sold-out) < 70%
      outbox: { components.orders.outbox: { in: db, relay: 100ms } }
      crashes:                          # one random crash an hour would almost never land in a 5 ms gap: aim it
        faults.gap: { hits: app, before: push, share: 2%, crash: 1 replica, back-in: 60s }
    # orrery compare tickets.yaml --over seats
    """# + "\n"
}
