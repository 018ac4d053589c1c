import Components
import Engine
import Scenarios
import Transports

/// The system of a scenario behind HTTP: the simulator's own network, driven by the wall clock. It queues, refuses and
/// fails as the model says, so it stands in for a service that is not there; and it proves a generator, not a model.
package final class Twin: Service {
  private let run: PacedRun
  private let routes: TwinRoutes
  private let replies: TwinReplies
  private let stop: StopRequest
  private let salt: UInt64
  private var clock: () -> Int64 = { 0 }
  private var origin: Int64 = 0
  private var requests: UInt64 = 0
  private var waiting: [UInt32: (remote: Int, draws: TwinToken, reply: (HTTPAnswer) -> Void)] = [:]
  /// Takes what the draws of a request belong to from the request.
  private let readsDraws: Bool
  /// Told of each request: its instant since the start, and its path.
  package var onRequest: ((Nanoseconds, HTTPCall) -> Void)?

  /// How often it looks whether it is to stop.
  static let patience: Int64 = 200_000_000

  package init(_ run: PacedRun, live: LiveSettings, readsDraws: Bool, stop: StopRequest) {
    self.run = run
    self.stop = stop
    self.readsDraws = readsDraws
    routes = TwinRoutes(live, plan: run.plan)
    replies = TwinReplies(live, plan: run.plan)
    salt = run.salt(ofSource: 0)
  }

  package func begin(clock: @escaping () -> Int64) {
    self.clock = clock
    origin = clock()
  }

  private var now: Nanoseconds { clock() - origin }

  package func received(_ call: HTTPCall, reply: @escaping (HTTPAnswer) -> Void) {
    let now = now
    onRequest?(now, call)
    guard let route = routes.find(call) else { return reply(HTTPAnswer(status: 404)) }
    requests += 1
    var arrival = RemoteArrival(source: 0, flow: route.flow, entity: salt &+ requests)
    var token = TwinToken(entity: arrival.entity, payload: 0, subject: nil)
    if let told = route.token {
      token = told
      arrival.entity = told.entity
      arrival.payload = told.payload
      arrival.subject = told.subject
      // Draws of each visit of one request are its own.
      arrival.context = RandomStream.mix(told.entity, requests)
    }
    if let subject = route.subject { arrival.subject = subject }
    if let subject = arrival.subject { arrival.key = subject }
    if readsDraws, let draws = TwinRoutes.draws(of: call) {
      arrival.entity = draws.entity
      arrival.context = draws.context
      if let population = arrival.key?.population { arrival.key = (draws.key, population) }
      token.entity = draws.entity
    }
    run.advance(to: now)
    tellEnds()
    guard let ticket = run.begin(arrival) else {
      return reply(replies.answer(to: route.remote, StandardOutcome.refused, token))
    }
    waiting[ticket] = (route.remote, token, reply)
    tellEnds()
  }

  private func tellEnds() {
    for ended in run.takeEnds() {
      guard let asked = waiting.removeValue(forKey: ended.ticket) else { continue }
      var token = asked.draws
      token.payload = ended.payload
      token.subject = ended.subject ?? token.subject
      asked.reply(replies.answer(to: asked.remote, ended.outcome, token))
    }
  }

  package func wake() -> Int64? {
    if stop.isRequested { return nil }
    run.advance(to: now)
    tellEnds()
    return min(clock() + Self.patience, run.nextInstant.map { origin + $0 } ?? .max)
  }
}

/// What a request of a twin is known by in the next one: who it is, and what its domain core passes on.
struct TwinToken: Equatable {
  var entity: UInt64
  var payload: UInt64
  var subject: (key: UInt64, population: Int16)?

  init(entity: UInt64, payload: UInt64, subject: (key: UInt64, population: Int16)?) {
    self.entity = entity
    self.payload = payload
    self.subject = subject
  }

  /// `entity-payload-key-population`, in hexadecimal digits; the last two only where there is a subject.
  init?(_ text: String) {
    let words = text.split(separator: "-").map { UInt64($0, radix: 16) }
    guard words.count == 2 || words.count == 4, !words.contains(nil), let entity = words[0], let payload = words[1]
    else { return nil }
    self.entity = entity
    self.payload = payload
    if words.count == 4, let key = words[2], let population = words[3] {
      subject = (key, Int16(truncatingIfNeeded: population))
    }
  }

  var text: String {
    ([entity, payload] + (subject.map { [$0.key, UInt64(UInt16(bitPattern: $0.population))] } ?? []))
      .map { String($0, radix: 16) }.joined(separator: "-")
  }

  static func == (left: TwinToken, right: TwinToken) -> Bool { left.text == right.text }
}
