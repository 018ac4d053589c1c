import ArgumentParser
import Foundation
import TicketShop

@main struct TicketShopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ticket-shop",
    abstract: "A ticket shop on PostgreSQL, to load and to compare with its simulation.",
    discussion: """
      Listens on 127.0.0.1 alone, and prints where when it is ready. Begins with empty tables in the schema \
      ticket_shop of the database; scripts/postgres starts one.
      """)

  @Option(help: "The database, as libpq's connection string.") var database: String
  @Option(help: "What keeps a seat from being sold twice.") var seats = SeatPolicy.lock
  @Option(help: "The port; 0 is a free one.") var port: UInt16 = 0
  @Option(help: "Connections to the database, each used by one thread.") var connections = 10
  @Option(help: "Requests that may wait for a connection; more are answered 503.") var line = 10_000
  @Option(help: "Events, numbered from 1.") var events = 1
  @Option(help: "Seats of each event.") var capacity = 1
  @Option(help: "Between reading and writing inside the saving transaction, where the policy reads.")
  var readGap = Span.zero
  @Option(help: "For which each request of a buyer computes on a core.") var work = Span.zero
  @Option(help: "Requests that compute at a time.") var cores = 2
  @Option(help: "That a payment takes; no connection is in hand meanwhile.") var payment = Span.zero
  @Option(help: "Share of payments that are declined.") var declined = Share(0.01)
  @Option(help: "Share of payments whose answer does not come.") var unknown = Share(0.001)
  @Option(help: "For which a seat is held.") var holdTime = Span(.seconds(600))
  @Option(help: "Of the payments that are declined and unknown.") var seed: UInt64 = 1
  @Flag(help: "Leave what an earlier run has stored, and make no events.") var keep = false

  func validate() throws {
    guard (1...1000).contains(connections) else { throw ValidationError("--connections is between 1 and 1000") }
    guard (1...1000).contains(cores) else { throw ValidationError("--cores is between 1 and 1000") }
    guard line >= 0 else { throw ValidationError("--line is 0 or more") }
    guard Shop.events.contains(events) else { throw ValidationError("--events is between 1 and 1000000") }
    guard Shop.capacities.contains(capacity) else { throw ValidationError("--capacity is between 0 and 1000000000") }
  }

  func run() async throws {
    let pool = DatabasePool(database, connections: connections, longestLine: line)
    var shop = Shop(seats: seats, database: pool)
    shop.readGap = Pause(readGap.duration)
    shop.holdTime = holdTime.duration
    shop.provider = PaymentProvider(
      time: payment.duration, declined: declined.value, unknown: unknown.value, seed: seed)
    do {
      try await shop.prepare()
      if !keep { try await shop.reset(events: events, capacity: capacity) }
    } catch let error as DatabaseError {
      FileHandle.standardError.write(Data("ticket-shop: \(error)\n".utf8))
      throw ExitCode(74)
    }
    let routes = ShopRoutes(shop, connections: pool, desk: Desk(time: work.duration, cores: cores, longestLine: line))
    try await ShopServer(routes, port: Int(port)).run { port in
      FileHandle.standardOutput.write(Data("listening on http://127.0.0.1:\(port)\n".utf8))
    }
  }
}

extension SeatPolicy: ExpressibleByArgument {}
