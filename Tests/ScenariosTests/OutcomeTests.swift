import Scenarios
import Testing

/// Which outcomes travel where: answers must be handled, failures may be.
@Suite struct OutcomeTests {
  /// Problems of `app.outer`, which calls `app2.inner` with given steps, seen from a flow.
  private func problems(inner: String, outer: String, flow: String = "{ call: front.outer, timeout: 1s }") throws
    -> [String]
  {
    let text = """
      orrery: 1
      run: { duration: 1h }
      components:
        front: { kind: gateway, to: app, operations: { own: 1ms } }
        app: { kind: service, operations: { outer: \(outer) } }
        app2: { kind: service, operations: { inner: \(inner) } }
        bank: { kind: external, operations: { pay: 1s }, outcomes: { declined: 2%, error: 1% }, quota: 9/s }
      flows: { go: [ \(flow) ] }

      """
    return try Folder(["a.yaml": text]).problems("a.yaml")
  }

  private let call = "call: app2.inner, timeout: 1s"

  @Test func anAnswerMustBeHandledByWhoeverAsks() throws {
    let inner = "[ reply: late ]"
    #expect(
      try problems(inner: inner, outer: "[ { \(call) } ]") == [
        "a.yaml:5:56: error: outcome `late` is not handled (say what follows: `when: { late: continue }`)"
      ])
    #expect(try problems(inner: inner, outer: "[ { \(call), when: { late: continue } } ]").isEmpty)
    #expect(try problems(inner: inner, outer: "[ { \(call), when: { else: continue } } ]").isEmpty)
    // Passed on under another name, through a gateway, to the flow.
    #expect(
      try problems(inner: inner, outer: "[ { \(call), when: { late: { reply: sorry } } } ]") == [
        "a.yaml:8:24: error: outcome `sorry` is not handled (say what follows: `when: { sorry: continue }`)"
      ])
    #expect(try problems(inner: "[ reply: ok ]", outer: "[ { \(call) } ]").isEmpty)
  }

  @Test func failuresTravelUpAndMayBeHandledAnywhere() throws {
    let inner = "[ fail: broke ]"
    #expect(try problems(inner: inner, outer: "[ { \(call) } ]").isEmpty)
    let flow = "{ call: front.outer, timeout: 1s, when: { broke: continue } }"
    #expect(try problems(inner: inner, outer: "[ { \(call) } ]", flow: flow).isEmpty)
    let handled = "[ { \(call), when: { broke: continue } } ]"
    #expect(
      try problems(inner: inner, outer: handled, flow: flow) == [
        "a.yaml:8:58: error: outcome `broke` cannot occur here (one of `ok`, `timeout`, `refused` or `error`)"
      ])
  }

  @Test func aQuotaIsARefusalFurtherUp() throws {
    let inner = "[ { call: bank.pay, timeout: 1s, when: { declined: continue } } ]"
    let outer = "[ { \(call) } ]"
    #expect(try problems(inner: inner, outer: outer).isEmpty)
    #expect(
      try problems(inner: inner, outer: "[ { \(call), when: { quota: continue } } ]") == [
        "a.yaml:5:89: error: outcome `quota` cannot occur here (one of `ok`, `timeout`, `refused` or `error`)"
      ])
    let direct = "[ { call: bank.pay, timeout: 1s, when: { quota|declined: continue } } ]"
    #expect(try problems(inner: direct, outer: outer).isEmpty)
  }

  @Test func drawsGoOnUnhandled() throws {
    let inner = "[ { choose: { a: 50%, b: 50% } } ]"
    #expect(try problems(inner: inner, outer: "[ { \(call) } ]").isEmpty)
    #expect(
      try problems(inner: "[ { choose: { a: 50%, b: 50% }, when: { a: { reply: even } } } ]", outer: "[ { \(call) } ]")
        == ["a.yaml:5:56: error: outcome `even` is not handled (say what follows: `when: { even: continue }`)"])
  }

  @Test func answersInsideBranchesAndLoopsCount() throws {
    for inner in [
      "[ { repeat: 3, steps: [ reply: deep ] } ]", "[ { parallel: { a: [ reply: deep ], b: [ work: 1ms ] } } ]",
      "[ { choose: { a: 100% }, when: { a: continue, else: { reply: deep } } } ]",
    ] {
      #expect(
        try problems(inner: inner, outer: "[ { \(call) } ]") == [
          "a.yaml:5:56: error: outcome `deep` is not handled (say what follows: `when: { deep: continue }`)"
        ])
    }
  }

  @Test func cyclesArePrinted() throws {
    #expect(
      try problems(inner: "[ { call: front.outer, timeout: 1s } ]", outer: "[ { \(call) } ]").contains(
        "a.yaml:6:57: error: the calls go round in a circle: app.outer → app2.inner → front.outer → app.outer (calls nest, so a circle never ends)"
      ))
  }
}
