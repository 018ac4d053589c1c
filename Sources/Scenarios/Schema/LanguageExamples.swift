/// A few lines of scenario file for each name of the language, for `orrery show`. They all belong to one small
/// shop, so that a test can put each in its place there and have the reader check it.
enum LanguageExamples {
  static let topKeys: [String: String] = [
    "orrery": "orrery: 1",
    "name": "name: web-shop",
    "question": "question: Does the shop survive Friday's newsletter?",
    "seed": "seed: 7",
    "origin": "origin: assumed",
    "run": "run: { starts: Fri 00:00, duration: 24h, warm-up: 15min, drain: 2min, replications: 10, stands-for: 30d }",
    "systems": "systems:\n  rw: { file: systems/event-driven.yaml, with: [ poll-240s ] }",
    "domain": "domain: { core: road-warrior, apply: version-check }",
    "network": "network: { client: lognormal(median 40ms p99 180ms), same-zone: 0.5ms, cross-zone: 1ms }",
    "populations": "populations:\n  image: { count: 1.2M, pick: zipf(s 0.9), size: 60 KiB }",
    "components": "components:\n  web: { kind: service, cores: 4, operations: { page: 15ms } }",
    "policies":
      "policies:\n  patient: { timeout: 5s, retry: { times: 2, backoff: 100ms..2s }, breaker: { failure-threshold: 50% } }",
    "flows": "flows:\n  browse: [ { call: app.page, timeout: 2s }, think: 5s, { call: app.page, timeout: 2s } ]",
    "workloads": "workloads:\n  visitors: { rate: 80/s, flows: { visit: 100% } }",
    "faults": "faults:\n  slow-bank: { at: 10min, for: 2min, hits: bank, slow: x6 }",
    "budgets":
      "budgets:\n  slow: p95 latency(flow=visit) < 600ms\n  strict: { check: p99 latency < 900ms, window: 10s, allow: 1%, severity: warn }",
    "slos": "slos:\n  visits: { good: flow=visit and ok and latency < 3s, target: 99.5%, window: 30d }",
    "prices": "prices: { fixed: { dns-and-logs: $60/month } }",
    "live":
      "live:\n  connections: 100\n  calls:\n    app.page: { get: \"/pages/{request}\", replies: { 200: ok, 5xx: error } }",
    "options": "options:\n  two-cores: { components.app.cores: 2 }",
  ]

  static let modifiers: [String: String] = [
    "arrivals":
      "workloads:\n  uneven: { rate: 80/s, arrivals: { bursty: { factor: x5, burst: 10s, calm: 1min } }, flows: { visit: 100% } }",
    "batch": "workloads:\n  parcels: { rate: 10/s, batch: geometric(mean 3), flows: { visit: 100% } }",
    "growth": "workloads:\n  growing: { rate: 80/s, growth: { by: x2, every: 365d }, flows: { visit: 100% } }",
    "storm":
      "workloads:\n  stormy: { rate: 80/s, storm: { every: exponential(mean 4h), lasts: 10min, factor: x3 }, flows: { visit: 100% } }",
    "flows": "workloads:\n  mixed: { rate: 80/s, flows: { visit: 90%, order: 10% } }",
    "starts": "workloads:\n  evening: { starts: 20:00, rate: 30/s, flows: { visit: 100% } }",
    "who": "workloads:\n  known: { rate: 80/s, who: customer, flows: { visit: 100% } }",
  ]

  static let faults: [String: String] = [
    "at": "faults:\n  once: { at: 10min, for: 2min, hits: bank, outage: yes }",
    "for": "faults:\n  short: { at: 10min, for: 30s, hits: bank, outage: yes }",
    "every": "faults:\n  often: { every: exponential(mean 2h), for: exponential(mean 1min), hits: bank, slow: x4 }",
    "back-in": "faults:\n  dies: { at: 10min, hits: app, crash: 1 replica, back-in: 3min }",
    "before": "faults:\n  gap: { before: app.order/mails, share: 2%, hits: app, crash: 1 replica, back-in: 1min }",
    "share": "faults:\n  rare-gap: { before: app.order/mails, share: 1%, hits: app, crash: 1 replica, back-in: 1min }",
    "hits": "faults:\n  zone-gone: { at: 10min, for: 5min, hits: zone a, outage: yes }",
    "key": "faults:\n  one-vendor: { at: 10min, for: 5min, hits: bank, key: 3, slow: x10 }",
    "replicas": "faults:\n  one-slow: { at: 10min, for: 5min, hits: app, replicas: 1, slow: x5 }",
    "by": "faults:\n  late: { at: 10min, for: 5min, hits: events, reorder: 5%, by: 10ms..2s }",
  ]

  /// Each is one step of a flow or, where it ends with it, of an operation.
  static let steps: [String: String] = [
    "work": "work: lognormal(median 12ms p99 60ms)",
    "wait": "wait: 200ms",
    "think": "think: exponential(mean 5s)",
    "call": "{ call: db.read, key: product, timeout: 500ms, when: { timeout: { reply: later } } }",
    "do":
      "{ do: apply-update, in: db.write, key: reservation, timeout: 1s, when: { applied: continue, else: { reply: old } } }",
    "choose": "{ choose: { card: 80%, invoice: 20% }, when: { card: [ { call: bank.charge, timeout: 5s } ] } }",
    "publish": "{ publish: mails, size: 4 KB, when: { refused: { fail: full } } }",
    "hold": "{ hold: pool, timeout: 1s, steps: [ { call: db.write, key: product, timeout: 500ms } ] }",
    "parallel":
      "{ parallel: { price: [ { call: db.read, key: product, timeout: 1s } ], credit: [ { call: bank.charge, timeout: 1s } ] }, join: all }",
    "repeat":
      "{ repeat: 5, until: saved, steps: [ { choose: { saved: 90%, conflict: 10% } } ], when: { conflict: { reply: later } } }",
    "flow": "flow: visit",
    "mark": "mark: paid",
    "measure": "measure: paid-to-done since paid",
    "reply": "reply: sold-out",
    "fail": "fail: invalid",
  ]

  static let metrics: [String: String] = [
    "latency": "budgets:\n  m: p99 latency(flow=visit) < 500ms",
    "response": "budgets:\n  m: p95 response(component=app) < 200ms",
    "service": "budgets:\n  m: mean service(component=app) < 50ms",
    "waiting": "budgets:\n  m: p99 waiting(component=app) < 100ms",
    "freshness": "budgets:\n  m: p95 freshness < 300s",
    "throughput": "budgets:\n  m: rate throughput(workload=day) >= 78/s",
    "goodput": "budgets:\n  m: rate goodput(flow=visit) >= 75/s",
    "errors": "budgets:\n  m: rate errors(flow=visit) < 0.1%",
    "outcomes": "budgets:\n  m: share outcomes(flow=visit outcome=ok) > 99%",
    "refreshed": "budgets:\n  m: share refreshed(population=reservation) >= 99.9%",
    "utilization": "budgets:\n  m: mean utilization(component=db) < 70%",
    "queue-length": "budgets:\n  m: max queue-length(component=mails) < 5000",
    "lag": "budgets:\n  m: max lag(component=mails) < 5000",
    "lag-time": "budgets:\n  m: p95 lag-time(component=mails) < 10min",
    "in-flight": "budgets:\n  m: mean in-flight(component=app) < 40",
    "calls": "budgets:\n  m: share calls(component=products outcome=hit) > 60%",
    "counts": "budgets:\n  m: share counts(component=app counter=wasted) < 1%",
    "hit-ratio": "budgets:\n  m: mean hit-ratio(component=products) > 60%",
    "dead-letters": "budgets:\n  m: count dead-letters(component=mails) = 0",
    "recovery": "budgets:\n  m: max recovery(fault=outage) < 2min",
    "downtime": "budgets:\n  m: total downtime(component=db) < 1min",
    "availability": "budgets:\n  m: mean availability(component=db) >= 99.9%",
    "violations": "budgets:\n  m: count violations(monitor=RW-I1) = 0",
    "cost": "budgets:\n  m: per-month cost < $2900",
  ]
}
