/// `PaymentPending → Paid → Saved → Enqueued → PdfStored → Mailed`, with the ways out of the card's section 2.
/// What the card calls `Started` is an intent without an order.
package enum OrderState: UInt8, Sendable, CaseIterable {
  case paymentPending
  case paid
  case saved
  case enqueued
  case documentStored
  case mailed
  case deadLettered
  case failed
  case abandoned
  /// The hold ran out before the payment was known.
  case expired
  case refundDue
  case refunded

  /// The order is durable.
  package var isConfirmed: Bool {
    switch self {
    case .saved, .enqueued, .documentStored, .mailed, .deadLettered: true
    default: false
    }
  }
}

/// What the shop knows of a payment.
package enum PaymentState: UInt8, Sendable, CaseIterable {
  case requested
  case unknown
  case confirmed
  case declined
}

/// The order table with its payments, by column.
struct OrderTable: Sendable {
  /// What has happened to an order once and for all.
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt8
    /// The provider has the money, whether the shop knows or not.
    static let moneyTaken = Flags(rawValue: 1)
    static let moneyBack = Flags(rawValue: 2)
    static let pushed = Flags(rawValue: 4)
    /// TK-I3, TK-I4 were reported.
    static let paymentReported = Flags(rawValue: 8)
    static let ticketReported = Flags(rawValue: 16)
    /// In the line of a row's lock, or its holder.
    static let inLockLine = Flags(rawValue: 32)
    /// The row was read by the saving transaction: its version, or whether units were free.
    static let rowRead = Flags(rawValue: 64)
    /// The units were free then.
    static let unitsSeen = Flags(rawValue: 128)
  }

  private(set) var intent: [IntentID] = []
  var state: [OrderState] = []
  var payment: [PaymentState] = []
  var flags: [Flags] = []
  var version: [UInt32] = []
  /// Conflicts so far.
  var conflicts: [UInt8] = []
  var documents: [UInt8] = []
  var mails: [UInt8] = []
  /// Of the run of the function that works on the order's message.
  var leaseEnds: [Int64] = []
  /// When the provider is asked what became of the payment.
  var askAt: [Int64] = []
  /// Next in the line for the lock.
  var next: [UInt32] = []

  var count: Int { intent.count }
  func contains(_ order: OrderID) -> Bool { order.row < count }

  mutating func append(_ intent: IntentID) -> OrderID {
    self.intent.append(intent)
    state.append(.paymentPending)
    payment.append(.requested)
    flags.append([])
    version.append(0)
    conflicts.append(0)
    documents.append(0)
    mails.append(0)
    leaseEnds.append(.min)
    askAt.append(.max)
    next.append(.max)
    return OrderID(UInt32(count - 1))
  }
}
