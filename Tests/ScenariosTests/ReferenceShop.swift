import Foundation

/// The small shop that the examples of `orrery show` belong to. Each example takes its place in it: lines below
/// a key are added to that key, or replace the entry of the same name; a key with a value replaces the whole key.
struct ReferenceShop {
  private var sections: [(key: String, lines: [String])] = []

  init() {
    for line in Self.text.split(separator: "\n").map(String.init) {
      if line.hasPrefix("  ") {
        sections[sections.count - 1].lines.append(line)
      } else {
        let key = String(line.prefix { $0 != ":" })
        sections.append((key, line.hasSuffix(":") ? [] : [line]))
      }
    }
  }

  mutating func place(_ example: String) {
    let lines = example.split(separator: "\n").map(String.init)
    guard let first = lines.first else { return }
    let key = String(first.prefix { $0 != ":" })
    if !sections.contains(where: { $0.key == key }) { sections.append((key, [])) }
    guard let index = sections.firstIndex(where: { $0.key == key }) else { return }
    if lines.count == 1 {
      sections[index].lines = [first]
      return
    }
    for line in lines.dropFirst() {
      let name = line.prefix { $0 != ":" } + ":"
      sections[index].lines.removeAll { $0.hasPrefix(name) }
      sections[index].lines.append(line)
    }
  }

  /// A step as the last of a flow of its own.
  mutating func place(step: String) {
    place("flows:\n  tried: [ \(step) ]")
  }

  var text: String {
    sections.map { key, lines in
      lines.first?.hasPrefix("  ") ?? true ? "\(key):\n" + lines.joined(separator: "\n") : lines.joined(separator: "\n")
    }.joined(separator: "\n") + "\n"
  }

  /// Line numbers of what the example added.
  func lines(of example: String) -> Set<Int> {
    let added = Set(example.split(separator: "\n").map(String.init)).filter { !$0.hasSuffix(":") }
    return Set(
      text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        .filter { added.contains(String($0.element)) }.map { $0.offset + 1 })
  }

  private static let text = """
    orrery: 1
    name: reference
    question: what may be written?
    origin: assumed
    run: { starts: Mon 00:00, duration: 2h, warm-up: 1min, stands-for: 30d }
    domain: { core: road-warrior }
    populations:
      product: { count: 20k, size: 12 KiB }
      customer: { count: 1M }
      vendor: { count: 300, of: road-warrior.provider }
      reservation: { count: 12k, of: road-warrior.reservation, share: { airline: 60%, hotel: 40% } }
    components:
      app: { kind: service, replicas: 3, zones: [ a, b ], operations: { page: 5ms, list: 5ms, report: 1s, order: [ work: 5ms, publish: mails ] } }
      web: { kind: service, operations: { page: 5ms } }
      reader: { kind: service, operations: { read: 5ms } }
      balancer: { kind: load-balancer, to: web }
      db: { kind: database, replica: { count: 1 }, operations: { read: 4ms, write: 8ms } }
      pool: { kind: pool, in-front-of: db.write, slots: 20 }
      products: { kind: cache, in-front-of: db.read, key: product, entries: 6k }
      bank: { kind: external, by: vendor, quota: 90/s, operations: { charge: 1s } }
      smtp: { kind: external, operations: { send: 100ms } }
      provider: { kind: external, operations: { get: 200ms } }
      push: { kind: channel, operations: { send: 100ms } }
      bucket: { kind: object-store, operations: { get: 50ms, put: 80ms } }
      mails: { kind: queue }
      events: { kind: topic }
      notices: { kind: topic }
      work-list: { kind: compacted-topic, key: reservation, partitions: 4 }
      nightly: { kind: cron, every: 1h, runs: app.report }
    policies:
      data: { timeout: 500ms }
    flows:
      visit: [ { call: app.page, policy: data }, mark: paid ]
      order: [ { call: app.order, policy: data } ]
    workloads:
      day: { rate: 10/s, flows: { visit: 100% } }
    faults:
      outage: { at: 20min, for: 5min, hits: bank, outage: yes }
    """
}
