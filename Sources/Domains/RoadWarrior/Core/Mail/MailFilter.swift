/// What a traveller lets in from a mailbox.
package struct MailRules: Hashable, Sendable {
  /// Domains of senders that are let in, with their subdomains; empty lets in everybody.
  package var whitelist: [String]
  /// Domains of senders that are kept out, whatever the whitelist says.
  package var blocked: [String]
  /// Words by which a subject keeps its mail out, in whatever case.
  package var blockedWords: [String]

  package init(whitelist: [String] = [], blocked: [String] = [], blockedWords: [String] = []) {
    self.whitelist = whitelist.map { $0.lowercased() }
    self.blocked = blocked.map { $0.lowercased() }
    self.blockedWords = blockedWords.map { $0.lowercased() }
  }

  package func admits(_ mail: Mail) -> Bool {
    let domain = mail.senderDomain
    func isOf(_ listed: String) -> Bool { domain == listed || domain.hasSuffix("." + listed) }
    if blocked.contains(where: isOf) { return false }
    if !whitelist.isEmpty && !whitelist.contains(where: isOf) { return false }
    if blockedWords.isEmpty { return true }
    let subject = mail.subject.lowercased()
    return !blockedWords.contains { TextScan.contains($0, in: subject[...]) }
  }
}

package enum FilterOrder: Sendable, CaseIterable {
  /// Nothing is stored that the traveller's rules keep out.
  case beforeStoring
  /// All mail is stored, and swept later.
  case afterStoring
}

package enum FilterOutcome: UInt8, Sendable, CaseIterable {
  case stored
  case keptOut
}

/// Travellers' filters and whitelists, and the store of mail behind them (card, RW-I11).
///
/// ```swift
/// var filter = MailFilter(order: .beforeStoring, travellers: 1000)
/// let rules = filter.add(MailRules(whitelist: ["staywell.example"]))
/// filter.follow(rules, traveller: 7)
/// if filter.admit(mail, for: 7, at: now) == .stored { MailParser.parse(mail) … }
/// ```
///
/// Six bytes for each traveller. Rules are shared: most people never change those that they began with, number 0, which
/// let everything in.
package struct MailFilter: Sendable {
  package let order: FilterOrder
  package private(set) var monitors = Monitors()
  private var rules = [MailRules()]
  private var followed: [UInt16]
  /// Mails of each traveller that are stored and should not be.
  private var outside: [UInt32]

  package init(order: FilterOrder, travellers: Int) {
    self.order = order
    followed = Array(repeating: 0, count: travellers)
    outside = Array(repeating: 0, count: travellers)
  }

  /// The number of rules that travellers can follow; nil after 65,535 of them.
  package mutating func add(_ new: MailRules) -> UInt16? {
    guard let number = UInt16(exactly: rules.count) else { return nil }
    rules.append(new)
    return number
  }

  package mutating func follow(_ number: UInt16, traveller: UInt32) {
    if Int(number) < rules.count { followed[Int(traveller)] = number }
  }

  /// Stores a mail that was fetched from a traveller's mailbox, or keeps it out.
  /// - Complexity: O(entries of the traveller's rules).
  package mutating func admit(_ mail: Mail, for traveller: UInt32, at now: Int64) -> FilterOutcome {
    if rules[Int(followed[Int(traveller)])].admits(mail) { return .stored }
    if order == .beforeStoring { return .keptOut }
    outside[Int(traveller)] &+= 1
    monitors.report(.filteredFirst, UInt64(traveller), at: now)
    return .stored
  }

  /// Mails of a traveller that are stored and should not be.
  package func outsideCount(of traveller: UInt32) -> UInt32 { outside[Int(traveller)] }

  /// Deletes them, and returns how many they were.
  package mutating func sweep(_ traveller: UInt32) -> UInt32 {
    defer { outside[Int(traveller)] = 0 }
    return outside[Int(traveller)]
  }

  /// The account is deleted: its mails go, and its rules with them.
  package mutating func erase(_ traveller: UInt32) {
    _ = sweep(traveller)
    followed[Int(traveller)] = 0
  }
}
