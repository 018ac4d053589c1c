import Testing

@testable import SysopsSquadCore

@Suite struct BillingRunTests {
  private enum Step: CaseIterable {
    case charge, chargeRefused, recordPaid, recordRefused, send, alert
  }

  private struct Walk {
    var visited = 0
    var violated = Set<Invariant>()
    var wrong: [String] = []
  }

  /// One customer's month in words.
  private struct Naive {
    let hasCheckpoints: Bool
    let isIdempotent: Bool
    var history: [Step] = []
    var state = InvoiceState.due
    var charges = 0
    var violations: UInt64 = 0

    mutating func charge(_ fails: Bool) -> ChargeOutcome {
      if hasCheckpoints && (state == .paymentOk || state == .sent) { return .skipped }
      if isIdempotent && charges > 0 { return .known }
      if fails { return .failed }
      charges += 1
      if charges > 1 { violations += 1 }
      return .charged
    }

    /// Where each step leads from each state; nil where it is out of turn.
    mutating func turn(_ step: Step) -> InvoiceOutcome {
      let next: InvoiceState?
      switch (step, state) {
      case (.recordPaid, .due), (.recordPaid, .paymentError), (.recordPaid, .alerted): next = .paymentOk
      case (.recordRefused, .due), (.recordRefused, .alerted): next = .paymentError
      case (.send, .paymentOk): next = .sent
      case (.alert, .paymentError): next = .alerted
      default: next = nil
      }
      state = next ?? state
      return next == nil ? .outOfTurn : .done
    }
  }

  private func explore(_ run: BillingRun, _ naive: Naive, _ path: [Step], _ length: Int, _ walk: inout Walk) {
    if path.count == length { return }
    for step in Step.allCases {
      var run = run
      var naive = naive
      let isEqual: Bool
      switch step {
      case .charge: isEqual = run.charge(0, fails: false, at: 1) == naive.charge(false)
      case .chargeRefused: isEqual = run.charge(0, fails: true, at: 1) == naive.charge(true)
      case .recordPaid: isEqual = run.record(0, succeeded: true) == naive.turn(step)
      case .recordRefused: isEqual = run.record(0, succeeded: false) == naive.turn(step)
      case .send: isEqual = run.sendInvoice(0, at: 1) == naive.turn(step)
      case .alert: isEqual = run.alert(0) == naive.turn(step)
      }
      walk.visited += 1
      walk.violated.formUnion(run.monitors.violated)
      let agrees =
        run.state(of: 0) == naive.state && Int(run.charges(of: 0)) == naive.charges
        && run.monitors[.chargedOnce].violations == naive.violations && run.invoices(of: 0) <= 1
      if !isEqual || !agrees { walk.wrong.append("\(path + [step])") }
      explore(run, naive, path + [step], length, &walk)
    }
  }

  @Test(arguments: [true, false], [true, false])
  func `an invoice goes through its states as the card says`(hasCheckpoints: Bool, isIdempotent: Bool) {
    var walk = Walk()
    explore(
      BillingRun(customers: 1, hasCheckpoints: hasCheckpoints, isIdempotent: isIdempotent),
      Naive(hasCheckpoints: hasCheckpoints, isIdempotent: isIdempotent), [], 5, &walk)
    #expect(walk.visited == 6 + 36 + 216 + 1296 + 7776)
    #expect(walk.wrong.isEmpty, "\(walk.wrong.count) of them, first \(walk.wrong.first ?? "")")
    // Only the provider's memory is safe whatever the job does.
    #expect(walk.violated == (isIdempotent ? [] : [.chargedOnce]))
  }

  /// Runs the job over all customers from the start, up to a crash between the charge and the record of one of them.
  private func work(_ run: inout BillingRun, crashAt crash: UInt32?, customers: UInt32, at now: Int64) {
    for customer in 0..<customers {
      let outcome = run.charge(customer, fails: customer % 50 == 7 && now == 0, at: now)
      if customer == crash { return }
      switch outcome {
      case .charged, .known:
        _ = run.record(customer, succeeded: true)
        _ = run.sendInvoice(customer, at: now)
      case .failed:
        _ = run.record(customer, succeeded: false)
        _ = run.alert(customer)
      case .skipped: break
      }
    }
  }

  @Test func `a rerun after a crash charges again where neither records nor the provider know better`() {
    // Of 1000 customers, the job crashes at number 500: 499 and those with errors, seen twice, are distinguished.
    for (hasCheckpoints, isIdempotent, doubles) in [
      (true, true, 0), (false, true, 0), (true, false, 1), (false, false, 491),
    ] as [(Bool, Bool, UInt64)] {
      var run = BillingRun(customers: 1000, hasCheckpoints: hasCheckpoints, isIdempotent: isIdempotent)
      work(&run, crashAt: 500, customers: 1000, at: 0)
      work(&run, crashAt: nil, customers: 1000, at: 9)
      run.closeBooks(at: 20)
      #expect(run.monitors[.chargedOnce].violations == doubles, "\(hasCheckpoints), \(isIdempotent)")
      #expect((0..<1000).allSatisfy { run.invoices(of: $0) == 1 && run.state(of: $0) == .sent })
      if doubles > 0 { #expect(run.monitors[.chargedOnce].firstSubject == (hasCheckpoints ? 500 : 0)) }
    }
  }

  @Test func `a charge without an invoice is found when the books close`() {
    var run = BillingRun(customers: 3)
    work(&run, crashAt: 1, customers: 3, at: 0)
    run.closeBooks(at: 7)
    #expect(run.monitors[.chargedOnce] == .init(violations: 1, firstAt: 7, firstSubject: 1))
  }
}
