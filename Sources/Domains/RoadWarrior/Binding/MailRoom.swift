import Components
import Engine
import RoadWarriorCore

/// Mails behind the polls: which are to be fetched, which are handed on, and what the parser makes of them.
struct MailRoom {
  private let source: MailSource
  private let mailboxes: Int
  private var cursors: MailboxCursor
  private var filter: MailFilter
  private var bookings: BookingIndex
  /// Bookings that a poll has found and that were not handed on yet, by mail.
  private var waiting: [UInt64: CarriedChange] = [:]

  init(_ settings: MailSettings, source: MailSource) {
    self.source = source
    mailboxes = settings.mailboxes
    cursors = MailboxCursor(order: settings.order, writeBack: settings.writeBack, mailboxes: settings.mailboxes)
    filter = MailFilter(order: settings.filter, travellers: settings.mailboxes)
    if let rules = filter.add(MailSource.rules) {
      for traveller in 0..<settings.mailboxes { filter.follow(rules, traveller: UInt32(traveller)) }
    }
    bookings = BookingIndex(isShared: settings.sharesIndex)
  }

  var monitors: Monitors { cursors.monitors.merged(with: filter.monitors).merged(with: bookings.monitors) }

  mutating func finish(at time: Nanoseconds) { cursors.closeBooks(at: time) }

  mutating func perform(_ command: RoadWarriorCommand, _ context: inout CommandContext) -> Int {
    if command == .parseMail { return parse(&context) }
    guard context.subject < UInt64(mailboxes) else { return command == .writeCursor ? 2 : 1 }
    let mailbox = UInt32(context.subject)
    switch command {
    case .readMailbox: return read(mailbox, &context)
    case .handOn: return handOn(mailbox, &context)
    case .writeCursor:
      return Int(cursors.writeBack(mailbox, UInt32(MailNews(packed: context.payload).last)).rawValue)
    default: return 0
    }
  }

  private mutating func read(_ mailbox: UInt32, _ context: inout CommandContext) -> Int {
    var news = MailNews(packed: context.payload)
    keepTimes(of: news, mailbox, context.change)
    let arrived = cursors.cursor(of: mailbox) + cursors.waitingCount(of: mailbox)
    if UInt32(news.last) > arrived { cursors.arrive(mailbox, messages: UInt32(news.last) - arrived) }
    let poll = cursors.poll(mailbox, at: context.now)
    guard poll.outcome == .fetched else { return 1 }
    (news.first, news.last) = (UInt16(clamping: poll.first), UInt16(clamping: poll.last))
    context.payload = news.packed
    return 0
  }

  /// Keeps the time of each booking that a poll has found until its mail is handed on.
  private mutating func keepTimes(of news: MailNews, _ mailbox: UInt32, _ change: CarriedChange?) {
    guard let parts = change?.parts, news.count > 0, news.count <= news.last else { return }
    let bookings = (news.last - news.count + 1...news.last).filter {
      source.content(of: $0, in: UInt64(mailbox)) == .booking
    }
    guard let oldest = bookings.first else { return }
    waiting[MailNews.key(mailbox, oldest)] = parts[0]
    // Newer ones that do not count have no part.
    for (number, part) in zip(bookings.dropFirst().reversed(), parts.dropFirst().reversed()) {
      waiting[MailNews.key(mailbox, number)] = part
    }
  }

  private mutating func handOn(_ mailbox: UInt32, _ context: inout CommandContext) -> Int {
    let news = MailNews(packed: context.payload)
    guard news.first > 0, news.first <= news.last else { return 1 }
    cursors.handOn(mailbox, UInt32(news.first), through: UInt32(news.last), at: context.now)
    let other = context.change?.withoutTime
    for number in news.first...news.last {
      let mail = source.mail(number, in: UInt64(mailbox))
      guard filter.admit(mail, for: mailbox, at: context.now) == .stored else { continue }
      let key = MailNews.key(mailbox, number)
      var item = EmittedItem(payload: key, entity: context.entity, visit: UInt64(number))
      item.change = waiting.removeValue(forKey: key) ?? other
      context.emit(item)
    }
    return 0
  }

  private mutating func parse(_ context: inout CommandContext) -> Int {
    let mailbox = context.payload >> 16
    let number = UInt16(truncatingIfNeeded: context.payload)
    let parsed = MailParser.parse(source.mail(number, in: mailbox))
    guard let booking = parsed.booking else { return parsed.outcome == .ignored ? 2 : 3 }
    if source.isKnownToVendor(number, in: mailbox) { _ = discover(booking, from: .vendor, at: context.now) }
    // A booking that is known needs no reservation, so nobody waits for it.
    context.settles = discover(booking, from: .mail, at: context.now) == .known
    return context.settles ? 1 : 0
  }

  private mutating func discover(
    _ booking: Booking, from source: BookingSource, at now: Nanoseconds
  ) -> DiscoveryOutcome {
    bookings.discover(
      booking.vendor, booking.number, from: source, offered: UInt32(clamping: bookings.count), at: now
    ).outcome
  }
}

/// What a request about a mailbox carries from one command to the next, as one number.
struct MailNews: BitwiseCopyable {
  /// The newest mail.
  var last: UInt16
  /// Mails that the poll found, the newest being the last of them.
  var count: UInt16
  /// The first mail to be fetched; zero until the mailbox was read.
  var first: UInt16 = 0

  init(last: UInt16, count: UInt16) {
    self.last = last
    self.count = count
  }

  var packed: UInt64 { UInt64(last) | UInt64(count) << 16 | UInt64(first) << 32 }

  init(packed: UInt64) {
    last = UInt16(truncatingIfNeeded: packed)
    count = UInt16(truncatingIfNeeded: packed >> 16)
    first = UInt16(truncatingIfNeeded: packed >> 32)
  }

  /// A mail, as one number.
  static func key(_ mailbox: UInt32, _ number: UInt16) -> UInt64 { UInt64(mailbox) << 16 | UInt64(number) }
}
