import Testing

/// What the files of `scenarios/tickets` say in their comments.
@Suite struct TicketsTests {
  @Test(arguments: ["hold", "check", "lock", "version"])
  func `fifty buyers, one seat, sold once`(_ policy: String) throws {
    let run = try JSONRun("tickets/last-seat", "--with", "seats=\(policy)")
    #expect(run.code == 0 && run.violated == [:])
    // One in each of twenty replications.
    #expect(run.count("tk/save-order", "saved") == 20 && run.count("tk/ticket-mailed", "mailed") == 20)
    #expect(run.count("tk/buy", policy == "hold" ? "sold-out" : "not-sold") == 980)
    #expect((run.count("tk/save-order", "no-seat") > 900) == (policy != "hold"))
  }

  @Test func `without control all who pay are sold the one seat, as expected`() throws {
    let run = try JSONRun("tickets/last-seat", "--with", "seats=none")
    #expect(run.code == 0 && run.violated.keys.sorted() == ["TK-I1"])
    // 1,000 buyers less 1.1 %: standard error 3.3.
    #expect((975...1000).contains(run.count("tk/save-order", "saved")))
  }

  @Test func `a crash between save and push loses the ticket, and an outbox keeps it`() throws {
    let lost = try JSONRun("tickets/app-crash")
    let crashes = lost.count("tk/buy", "error")
    #expect(lost.code == 0 && lost.violated.keys.sorted() == ["TK-I4"] && crashes > 100)
    #expect(lost.count("tk/ticket-mailed", "mailed") < lost.count("tk/save-order", "saved"))
    let kept = try JSONRun("tickets/app-crash", "--with", "message=outbox")
    #expect(kept.code == 0 && kept.violated.keys.sorted() == [])
    #expect(kept.count("tk/ticket-mailed", "mailed") == kept.count("tk/save-order", "saved"))
  }

  @Test(arguments: [("10min", 0.368), ("15min", 0.223), ("30min", 0.050), ("60min", 0.0025)])
  func `the share of wallet payments that come too late is that of the exponential distribution`(
    _ hold: String, _ share: Double
  ) throws {
    let run = try JSONRun("tickets/crypto-mix", "--with", "hold-time=\(hold)")
    #expect(run.code == (hold == "60min" ? 0 : 99) && run.violated == [:])
    let late = Double(run.count("tk/buy-by-wallet", "refunded"))
    let all = late + Double(run.count("tk/buy-by-wallet", "ok"))
    #expect(all > 11_000 && abs(late / all - share) < 0.01, "\(late / all)")
  }

  @Test func `two cores at 15 ms carry 133 pages a second, whatever comes`() throws {
    let run = try JSONRun("tickets/growth-ladder", "--with", "size=x100", "--replications", "2")
    #expect(run.code == 99)
    // Two replications of 18 minutes that are measured.
    let rate = Double(run.count("tk/search", "ok")) / 2 / (18 * 60)
    #expect(abs(rate / 133.3 - 1) < 0.01, "\(rate)")
  }

  @Test func `versions that others have changed are read again, and nothing is sold twice`() throws {
    let run = try JSONRun(
      "tickets/on-sale-rush", "--with", "size=x10,seats=version", "--replications", "4")
    #expect(run.code == 0 && run.violated == [:])
    #expect(run.count("tk/save-order", "saved") == 4 * 800 && run.count("tk/save-order", "conflict") > 20)
  }

  @Test func `a million for fifty thousand seats, a twentieth of them`() throws {
    let run = try JSONRun(
      "tickets/on-sale-rush", "--with", "size=million,tk/very-large,tk/outbox", "--replications", "1",
      "--set", "workloads.rush.crowd.count=50k", "--set", "tk/domain.capacity=2500",
      "--set", "budgets.sold=count outcomes(command=save-order outcome=saved) = 2500")
    // A twentieth of the buyers is too few for the percentiles of the full size, and nothing is broken.
    #expect([0, 97].contains(run.code) && run.violated == [:])
    #expect(run.count("tk/save-order", "saved") == 2500 && run.count("tk/ticket-mailed", "mailed") == 2500)
  }

  @Test func `who waits in the room is let in, or told that all are sold`() throws {
    let run = try JSONRun("tickets/on-sale-rush", "--with", "seats=waiting-room", "--replications", "4")
    // 320 tickets are too few for a p99.
    #expect(run.code == 97 && run.violated == [:])
    #expect(run.count("tk/check-admission", "waiting") > 1000 && run.count("tk/save-order", "saved") > 300)
    #expect(run.count("tk/buy", "sold-out") + run.count("tk/buy", "not-sold") + run.count("tk/buy", "ok") == 1000)
  }

  @Test func `payments whose answer was lost end in an order or a refund, if somebody asks`() throws {
    let asked = try JSONRun("tickets/payment-slow", "--replications", "2")
    #expect(asked.code == 0 && asked.violated.keys.sorted() == [] && asked.count("tk/ask-provider", "charged") > 100)
    let silent = try JSONRun("tickets/payment-slow", "--with", "never-asks", "--replications", "2")
    #expect(silent.code == 0 && silent.violated.keys.sorted() == ["TK-I3"])
  }

  @Test(arguments: [
    ("", []), ("confirm-when-saved", ["TK-I2"]), ("refunds", ["TK-I3"]), ("idempotent-function", ["TK-I4"]),
    ("idempotent-order", ["TK-I5"]), ("totals-of-orders", ["TK-I6"]),
  ])
  func `each rule that is given up breaks its promise, and no other`(_ rule: String, _ broken: [String]) throws {
    let run = try JSONRun("tickets/rules", rule.isEmpty ? [] : ["--with", "given-up=\(rule)"])
    #expect(run.code == 0 && run.violated.keys.sorted() == broken, "\(run.violated)")
  }

  @Test func `the system alone is valid`() throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program("validate", program.scenario("tickets/systems/stage-0"))
    #expect(ending.code == 0, "\(ending)")
  }
}
