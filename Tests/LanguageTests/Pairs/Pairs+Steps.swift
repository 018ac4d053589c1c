import Foundation

/// Steps of operations and flows, and what stands beside them.
extension Pairs {
  private static func flow(
    _ steps: String,
    _ components: String =
      "app: { kind: service, threads: 1k, operations: { run: [ wait: 10ms ], far: [ wait: 50ms ] } }", rest: String = ""
  ) -> String {
    """
    populations: { hot: { count: 100, size: 1 KiB }, cold: { count: 100, size: 1 KiB }, one: { count: 1 } }
    components:
      \(components)
    flows: { f: [ \(steps) ] }
    \(rest)
    """
  }
  private static let bank =
    "app: { kind: external, outcomes: { error: 30% }, operations: { run: exponential(mean 50ms) } }"
  private static let calls = "count calls(component=app) < 1"
  private static let tossing = "domain: { core: coins }"
  private static let coins = "app: { kind: service, operations: { run: [ { do: toss, when: { else: continue } } ] } }"

  static let steps: [Pair] =
    plain + beside("call", "{ call: app.run, ◊ }", bank) + callKeys + decisions
    + beside(
      "do", "{ call: web.run }",
      """
      app: { kind: database, operations: { write: exponential(mean 50ms) } }
        web: { kind: service, threads: 1k, operations: { run: [ { do: toss, in: app.write, ◊ when: { heads|tails: continue } } ] } }
      """, domain: tossing)
    + messages + branches

  private static let plain: [Pair] = [
    Pair(
      "step.work", flow("{ call: app.run }", "app: { kind: service, operations: { run: [ ◊ ] } }"), "work: 5ms",
      "work: 10ms", mean, .rises),
    Pair("step.wait", flow("◊"), "wait: 10ms", "wait: 20ms", mean, .times(2)),
    Pair(
      "step.think", flow("{ call: app.run }, ◊, { call: app.run }"), "think: 10ms", "think: 200ms",
      "mean in-flight(flow=f) < 1", .rises),
    Pair(
      "step.think", flow("{ repeat: 2, steps: [ { wait: 10ms }, ◊ ] }"), "think: 10ms", "think: 200ms",
      "mean in-flight(flow=f) < 1", .rises),
    Pair("step.flow", flow("◊ ], g: [ { wait: 10ms } ], h: [ { wait: 50ms }"), "flow: g", "flow: h", mean, .times(5)),
    Pair(
      "step.mark", flow("{ mark: one }, { wait: 10ms }, { ◊ }, { wait: 10ms }, { measure: span since one }"),
      "mark: two",
      "mark: one", "mean span < 1s", .times(0.5)),
    Pair(
      "step.measure", flow("{ mark: one }, { wait: 10ms }, { mark: two }, { wait: 10ms }, { ◊ }"),
      "measure: span since two",
      "measure: span since one", "mean span < 1s", .times(2)),
    Pair(
      "step.reply", flow("◊, { reply: no }"), "reply: yes", "reply: no", "count outcomes(flow=f outcome=no) < 1", .rises
    ),
    Pair("step.fail", flow("◊"), "reply: broken", "fail: broken", errors, .rises, besides: ["reply"]),
  ]

  /// The keys of a policy beside a step.
  private static func beside(_ step: String, _ text: String, _ components: String, domain: String = "") -> [Pair] {
    let policies = "policies: { quick: { timeout: 20ms }, patient: { timeout: 5s } }"
    let comma = step == "do" ? "," : ""
    return [
      ("policy", "policy: quick", "policy: patient", errors, Pair.Move.falls),
      ("timeout", "timeout: 20ms", "timeout: 5s", errors, .falls),
      (
        "deadline", "retry: { times: 9 }, timeout: 20ms, deadline: 20ms",
        "retry: { times: 9 }, timeout: 20ms, deadline: 5s", calls, .rises
      ),
      ("retry", "timeout: 50ms", "timeout: 50ms, retry: { times: 4 }", errors, .falls),
      ("breaker", "timeout: 20ms", "timeout: 20ms, breaker: { failure-threshold: 10% }", calls, .falls),
      ("hedge", "timeout: 5s", "timeout: 5s, hedge: { after: 20ms }", calls, .rises),
    ].map { key, one, other, figure, move in
      Pair(
        "step.\(step).\(key)",
        flow(text, components, rest: "\(policies)\n\(domain)").replacingOccurrences(
          of: "{ call: web.run }", with: "{ call: web.run, timeout: 10s }"),
        one + comma, other + comma, figure, move)
    }
  }

  private static let cached = """
    app: { kind: service, threads: 1k, operations: { run: [ wait: 10ms ] } }
      front: { kind: cache, in-front-of: app, key: hot, entries: 100 }
    """
  private static let callKeys: [Pair] = [
    Pair("step.call", flow("◊"), "call: app.run", "call: app.far", mean, .times(5)),
    Pair(
      "step.call.key", flow("{ call: app.run, ◊ }", cached), "key: cold", "key: hot",
      "count calls(component=front outcome=hit) < 1", .rises),
    Pair(
      "step.call.size",
      flow("{ call: app.run, ◊ }", "app: { kind: external, price: { egress: $1000/GB }, operations: { run: 5ms } }"),
      "size: 1 KB", "size: 2 KB", "per-month cost < $1", .times(2)),
    Pair(
      "step.call.priority",
      """
      components: { app: { kind: service, threads: 1, discipline: priority, operations: { run: exponential(mean 15ms), far: exponential(mean 15ms) } } }
      flows:
        f: [ { call: app.run, timeout: 5s, ◊ } ]
        g: [ { call: app.far, timeout: 5s, priority: 4 } ]
      workloads: { w: { rate: 60/s, flows: { f: 50%, g: 50% } } }
      """, "priority: 0", "priority: 7", mean, .rises),
    Pair(
      "step.call.when", flow("{ call: app.run, timeout: 1s, ◊ }", bank), "when: { error: { fail: bad } }",
      "when: { error: continue }", errors, .falls),
  ]

  private static func decides(
    _ step: String, _ components: String = "", flow steps: String = "{ call: app.run, timeout: 5s }"
  ) -> String {
    flow(
      steps,
      """
      app: { kind: service, threads: 1k, operations: { run: [ \(step) ] } }
        db: { kind: database, locks: [ write ], operations: { write: [ 20ms ], read: 5ms } }
        jobs: { kind: queue }
        others: { kind: queue }
        worker: { kind: worker, from: jobs, runs: take, operations: { take: 1ms } }
        \(components)
      """.replacingOccurrences(of: "[ 20ms ]", with: "20ms"), rest: tossing)
  }
  private static let decisions: [Pair] = [
    Pair(
      "step.do", decides("◊"),
      "{ choose: { heads: 10%, tails: 90% }, when: { tails: { fail: lost }, heads: continue } }",
      "{ do: toss, when: { tails: { fail: lost }, heads: continue } }", errors, .falls, besides: ["choose"]),
    Pair(
      "step.do.in", decides("{ do: toss, ◊, timeout: 1s, when: { else: continue } }"), "in: db.read", "in: db.write",
      mean, .rises),
    Pair(
      "step.do.emits", decides("{ do: deal, ◊, when: { else: continue } }"), "emits: others", "emits: jobs",
      "count calls(component=worker) < 1", .rises),
    Pair(
      "step.do.key", decides("{ do: toss, in: db.write, timeout: 1s, ◊, when: { else: continue } }"), "key: hot",
      "key: one", mean, .rises),
    Pair(
      "step.do.size",
      decides(
        "{ do: toss, in: bank.charge, timeout: 1s, ◊, when: { else: continue } }",
        "bank: { kind: external, price: { egress: $1000/GB }, operations: { charge: 5ms } }"),
      "size: 1 KB", "size: 2 KB", "per-month cost < $1", .times(2)),
    Pair(
      "step.do.when", decides("{ do: toss, ◊ }"), "when: { tails: { fail: lost }, heads: continue }",
      "when: { tails: continue, heads: continue }", errors, .falls),
    Pair(
      "step.choose", flow("{ choose: { ◊ }, when: { a: { wait: 10ms }, b: { wait: 50ms } } }"), "a: 90%, b: 10%",
      "a: 10%, b: 90%", mean, .rises),
    Pair(
      "step.choose.when", flow("{ choose: { a: 50%, b: 50% }, ◊ }"), "when: { a: { wait: 10ms }, b: { wait: 50ms } }",
      "when: { a: { wait: 50ms }, b: { wait: 50ms } }", mean, .rises),
  ]

  private static func publishes(_ step: String) -> String {
    """
    populations: { hot: { count: 1 }, cold: { count: 1000 } }
    components:
      app: { kind: service, threads: 1k, zones: [ a ], operations: { run: [ \(step) ] } }
      events: { kind: topic, partitions: 16, queue: 3, replication: 1, zones: [ b ], price: { cross-zone: $1000/GB } }
      others: { kind: topic }
      reader: { kind: consumers, from: events, runs: take, operations: { take: [ wait: 60ms ] } }
    """
  }
  private static let messages: [Pair] = [
    Pair(
      "step.publish", publishes("{ ◊ }"), "publish: others", "publish: events", "count calls(component=reader) < 1",
      .rises),
    Pair(
      "step.publish.key", publishes("{ publish: events, ◊, when: { refused: continue } }"), "key: cold", "key: hot",
      "share calls(component=events outcome=refused) < 1%", .rises),
    Pair(
      "step.publish.size", publishes("{ publish: events, ◊, when: { refused: continue } }"), "size: 1 KB", "size: 2 KB",
      "per-month cost < $1", .times(2)),
    Pair(
      "step.publish.when", publishes("{ publish: events, key: hot, ◊ }"), "when: { refused: { fail: full } }",
      "when: { refused: continue }", errors, .falls),
  ]

  private static func holds(_ step: String) -> String {
    flow(
      "{ call: app.run, timeout: 10s }",
      """
      app: { kind: service, threads: 1k, operations: { run: [ \(step) ] } }
        guard: { kind: pool, slots: 2, queue: 10k }
        wide: { kind: pool, slots: 200 }
      """, rest: "policies: { quick: { timeout: 20ms }, patient: { timeout: 20s } }")
  }
  private static let branches: [Pair] = [
    Pair(
      "step.hold", holds("{ ◊, timeout: 9s, steps: [ { wait: 60ms } ] }"), "hold: wide", "hold: guard", mean, .rises),
    Pair(
      "step.hold.steps", holds("{ hold: wide, timeout: 9s, steps: [ { ◊ } ] }"), "wait: 10ms", "wait: 50ms", mean,
      .times(5)),
    Pair(
      "step.hold.policy", holds("{ hold: guard, ◊, steps: [ { wait: 60ms } ] }"), "policy: quick", "policy: patient",
      errors, .falls),
    Pair(
      "step.hold.timeout", holds("{ hold: guard, ◊, steps: [ { wait: 60ms } ] }"), "timeout: 20ms", "timeout: 20s",
      errors, .falls),
    Pair(
      "step.hold.when", holds("{ hold: guard, timeout: 20ms, ◊, steps: [ { wait: 60ms } ] }"),
      "when: { timeout: { fail: full } }", "when: { timeout: continue }", errors, .falls),
    Pair(
      "step.parallel", flow("{ parallel: { a: [ { wait: 10ms } ]◊ } }"), ", b: [ { wait: 20ms } ]",
      ", b: [ { wait: 50ms } ]", mean, .times(2.5)),
    Pair(
      "step.parallel.join", flow("{ parallel: { a: [ { wait: 10ms } ], b: [ { wait: 50ms } ] }, ◊ }"), "join: any",
      "join: all", mean, .times(5)),
    Pair(
      "step.parallel.cancel",
      flow("{ parallel: { a: [ { wait: 10ms } ], b: [ { call: app.far, timeout: 1s } ] }, join: any◊ }"), "",
      ", cancel: yes", "mean response(component=app) < 1s", .falls),
    Pair(
      "step.parallel.when", flow("{ parallel: { a: [ { fail: bad } ], b: [ { wait: 50ms } ] }, ◊ }"),
      "when: { error: { fail: bad } }", "when: { error: continue }", errors, .falls),
    Pair("step.repeat", flow("{ ◊, steps: [ { wait: 10ms } ] }"), "repeat: 2", "repeat: 6", mean, .times(3)),
    Pair(
      "step.repeat.at-once", flow("{ repeat: 6, ◊, steps: [ { wait: 10ms } ] }"), "at-once: 1", "at-once: 3", mean,
      .times(1.0 / 3)),
    Pair(
      "step.repeat.scales",
      flow("{ repeat: 60, ◊, steps: [ { wait: 10ms } ] }", rest: "run: { scale: 1:10, duration: 60s }"),
      "scales: yes", "scales: no", mean, .times(10)),
    Pair("step.repeat.steps", flow("{ repeat: 6, steps: [ { ◊ } ] }"), "wait: 10ms", "wait: 20ms", mean, .times(2)),
    Pair(
      "step.repeat.until", flow("{ repeat: 6, ◊ steps: [ { wait: 10ms }, { choose: { a: 100% } } ] }"), "", "until: a,",
      mean,
      .falls),
    Pair(
      "step.repeat.until",
      flow(
        "{ repeat: 9, ◊, steps: [ { wait: 10ms }, { call: app.run, timeout: 1s, when: { error: continue } } ] }", bank),
      "until: error", "until: ok", mean, .falls),
    Pair(
      "step.repeat.when", flow("{ repeat: 2, ◊, steps: [ { fail: bad } ] }"), "when: { error: { fail: bad } }",
      "when: { error: continue }", errors, .falls),
    Pair(
      "step.flow.when", flow("{ flow: g, ◊ } ], g: [ { call: app.run, timeout: 1s }", bank),
      "when: { error: { fail: bad } }", "when: { error: continue }", errors, .falls),
  ]
}
