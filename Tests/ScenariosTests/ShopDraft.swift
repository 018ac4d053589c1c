/// A second valid scenario to change in one place at a time: caches, pools, queues, scaling, every way to load and to
/// break it. It has no domain core.
enum ShopDraft {
  static let text = """
    orrery: 1
    name: shop
    question: what holds?
    origin: assumed
    run: { starts: Mon 00:00, duration: 2h, warm-up: 1min, stands-for: 30d }
    populations:
      product: { count: 20k, size: 12 KiB }
      order: { count: 1M }
    components:
      edge: { kind: cdn, to: web, caches: product }
      web:
        kind: service
        zones: [ a, b ]
        replicas: 4
        operations:
          list: [ { call: db.read, key: product, policy: data } ]
          buy:
            - hold: pool
              timeout: 1s
              steps: [ { call: db.write, key: order, policy: data, as: record } ]
            - publish: mails
      cache: { kind: cache, in-front-of: pool.read, key: product, entries: 6k, invalidates: [ write ] }
      pool: { kind: pool, in-front-of: db, per: web, slots: 20 }
      db: { kind: database, replica: { count: 1, reads: yes }, locks: [ write ], operations: { read: 4ms, write: 8ms } }
      limit: { kind: limiter, in-front-of: bank, rate: 50/s }
      bank: { kind: external, operations: { pay: 1s }, outcomes: { declined: 2% }, quota: 90/s }
      mails: { kind: queue, receives: 3 }
      mailer: { kind: worker, from: mails, runs: send, replicas: 2, operations: { send: 5ms } }
      resize: { kind: function, from: mails, runs: run, operations: { run: 60ms } }
      scaler: { kind: autoscaler, scales: web, min: 2, max: 8 }
      nightly: { kind: cron, every: 1h, runs: web.list }
      log: { kind: topic }
    policies:
      data: { timeout: 500ms, retry: { times: 2, backoff: 20ms..100ms } }
    flows:
      view: [ { call: edge.list, key: product, policy: data } ]
      sale: [ { call: web.buy, policy: data }, { call: bank.pay, policy: data, when: { declined: continue } } ]
    workloads:
      day: { rate: 10/s, flows: { view: 90%, sale: 10% } }
    faults:
      slow: { at: 20min, for: 5min, hits: web, slow: x6 }

    """
}
