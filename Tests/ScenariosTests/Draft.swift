import Foundation
import Scenarios

/// A small valid scenario to change in one place at a time.
enum Draft {
  static let text = """
    orrery: 1
    name: draft
    question: does it hold?
    origin: assumed
    run: { starts: Mon 00:00, duration: 1h, warm-up: 1min, drain: 10s, stands-for: 30d }
    domain: { core: road-warrior, apply: version-check, changes: 5%/day }
    network: { client: 40ms, same-zone: 0.5ms }
    populations:
      reservation: { count: 12k, of: road-warrior.reservation, share: { air: 60%, car: 40% } }
      vendor: { count: 300, pick: zipf(s 1.0), of: road-warrior.provider }
    components:
      edge: { kind: cdn, to: balancer, hit: 90% }
      balancer: { kind: load-balancer, to: app }
      app:
        kind: service
        replicas: 2
        cores: 1
        queue: 64
        price: { instance: $50/month }
        operations:
          list: 5ms
          buy:
            - work: exponential(mean 12ms)
            - { call: store.write, key: reservation, policy: data }
            - call: bank.charge
              policy: data
              when: { declined: { reply: declined } }
            - publish: events
      store: { kind: document-store, key: reservation, operations: { read: 4ms, write: 8ms } }
      bank: { kind: external, operations: { charge: 700ms }, outcomes: { declined: 2%, error: 0.1% }, quota: 200/s, by: vendor }
      events: { kind: topic, key: reservation, partitions: { air: 6, car: 2 } }
      reader:
        kind: consumers
        from: events
        runs: take
        operations:
          take:
            - do: apply-update
              in: store.write
              key: reservation
              policy: data
              when: { applied: { measure: freshness since source-change }, else: continue }
      work-list: { kind: compacted-topic, key: reservation, partitions: 4 }
      tracker:
        kind: polling-worker
        from: work-list
        every: 300s
        runs: track
        operations:
          track:
            - { call: bank.charge, policy: data, when: { declined: { reply: skipped } } }
            - do: compare
              when: { unchanged: continue, changed|cancelled|finished: { publish: work-list } }
    policies:
      data: { timeout: 500ms }
    flows:
      view: [ { call: edge.list, policy: data } ]
      buy: [ { call: edge.buy, policy: data, when: { declined: { reply: no-sale } } } ]
    workloads:
      day: { rate: 10/s, flows: { view: 90%, buy: 10% } }
      peak:
        starts: 10min
        stages: [ { name: up, duration: 1min, target: 50/s }, { name: top, duration: 10min, target: 50/s } ]
        flows: { view: 100% }
    faults:
      slow: { at: 20min, for: 5min, hits: bank, key: 3, slow: x6 }
    budgets:
      page: p95 latency(flow=view) < 600ms
    slos:
      sale: { good: flow=buy and ok and latency < 3s, target: 99.5%, window: 30d }
    options:
      more: { components.app.replicas: 4 }

    """

  struct WrongPiece: Error, CustomStringConvertible {
    var description: String
  }

  /// The draft with one piece of text replaced; the piece must be there exactly once.
  static func with(_ old: String, _ new: String, in text: String = text) throws -> String {
    let parts = text.components(separatedBy: old)
    guard parts.count == 2 else {
      throw WrongPiece(description: "`\(old)` stands \(parts.count - 1) times in the draft")
    }
    return parts.joined(separator: new)
  }

  static func read(_ text: String = text) throws -> Scenario {
    try Folder(["draft.yaml": text]).read("draft.yaml")
  }

  /// Problems of a changed draft, without the name of the file.
  static func problems(_ text: String) throws -> [String] {
    try Folder(["draft.yaml": text]).problems("draft.yaml")
      .map { $0.replacingOccurrences(of: "draft.yaml:", with: "") }
  }

  static func problems(_ old: String, _ new: String) throws -> [String] { try problems(try with(old, new)) }
}
