/// `Due → PaymentOk → Sent | PaymentError → Alert → Retried` (card, section 2).
package enum InvoiceState: UInt8, Sendable, CaseIterable {
  case due
  case paymentOk
  case sent
  case paymentError
  case alerted
}

package enum ChargeOutcome: UInt8, Sendable, CaseIterable {
  case charged
  /// The provider knows the charge from before, and does nothing.
  case known
  case failed
  /// The customer is settled this month; nobody is asked.
  case skipped
}

package enum InvoiceOutcome: UInt8, Sendable, CaseIterable {
  case done
  /// The invoice is not in a state in which this can be done.
  case outOfTurn
}

/// One month of the payment job: for each customer a charge at the provider, then a record of it, then the invoice
/// (card, use case UC-7).
///
/// Charge and record are commands of their own: a job that crashes between them has charged and does not know it.
package struct BillingRun: Sendable {
  /// Whether a rerun skips whom the records show as paid; otherwise it begins from the start.
  package let hasCheckpoints: Bool
  /// Whether the provider knows a customer's month from an earlier attempt.
  package let isIdempotent: Bool
  package private(set) var monitors = Monitors()
  private var states: [InvoiceState]
  /// What really happened: charges at the provider, and invoices that were sent.
  private var charges: [UInt8]
  private var invoices: [UInt8]

  package init(customers: Int, hasCheckpoints: Bool = true, isIdempotent: Bool = true) {
    self.hasCheckpoints = hasCheckpoints
    self.isIdempotent = isIdempotent
    states = Array(repeating: .due, count: customers)
    charges = Array(repeating: 0, count: customers)
    invoices = charges
  }

  package func state(of customer: UInt32) -> InvoiceState { states[Int(customer)] }
  /// Whether the records show the month as paid.
  package func isSettled(_ customer: UInt32) -> Bool {
    states[Int(customer)] == .paymentOk || states[Int(customer)] == .sent
  }
  package func charges(of customer: UInt32) -> UInt8 { charges[Int(customer)] }
  package func invoices(of customer: UInt32) -> UInt8 { invoices[Int(customer)] }

  /// The job asks the provider.
  /// - Parameter fails: whether the provider refuses, if it is asked for the first time.
  package mutating func charge(_ customer: UInt32, fails: Bool, at now: Int64) -> ChargeOutcome {
    let index = Int(customer)
    if hasCheckpoints && isSettled(customer) { return .skipped }
    if isIdempotent && charges[index] > 0 { return .known }
    if fails { return .failed }
    charges[index] += charges[index] < .max ? 1 : 0
    if charges[index] > 1 { monitors.report(.chargedOnce, UInt64(customer), at: now) }
    return .charged
  }

  /// The job writes down what the provider answered.
  package mutating func record(_ customer: UInt32, succeeded: Bool) -> InvoiceOutcome {
    let index = Int(customer)
    switch states[index] {
    case .due, .alerted:
      states[index] = succeeded ? .paymentOk : .paymentError
      return .done
    case .paymentError where succeeded:
      states[index] = .paymentOk
      return .done
    case .paymentOk, .sent, .paymentError:
      return .outOfTurn
    }
  }

  /// The invoice of a paid month goes to the customer.
  package mutating func sendInvoice(_ customer: UInt32, at now: Int64) -> InvoiceOutcome {
    let index = Int(customer)
    guard states[index] == .paymentOk else { return .outOfTurn }
    states[index] = .sent
    invoices[index] += 1
    return .done
  }

  /// A failed payment is shown to billing operations, who may retry it.
  package mutating func alert(_ customer: UInt32) -> InvoiceOutcome {
    guard states[Int(customer)] == .paymentError else { return .outOfTurn }
    states[Int(customer)] = .alerted
    return .done
  }

  /// When nothing is under way any more: notes who was charged without an invoice.
  package mutating func closeBooks(at now: Int64) {
    for index in states.indices where charges[index] > 0 && invoices[index] == 0 {
      monitors.report(.chargedOnce, UInt64(index), at: now)
    }
  }
}
