import Components
import Engine
import Scenarios
import Testing

/// When faults come, what they hit and what they do, as the model holds it.
@Suite struct FaultModelTests {
  private func fault(_ text: String) throws -> Fault {
    try Draft.read(try Draft.with("at: 20min, for: 5min, hits: web, slow: x6", text, in: ShopDraft.text)).faults[0]
  }

  @Test func oncePerRunAndAgainAndAgain() throws {
    guard
      case .once(at: 1_200_000_000_000, duration: 180_000_000_000) = try fault(
        "at: 20min, hits: web, crash: yes, back-in: 3min"
      ).timing,
      case .once(at: 1_800_000_000_000, duration: 1_000_000_000) = try fault("at: 00:30, for: 1s, hits: web, slow: x2")
        .timing,
      case .every(.exponential(mean: 3600e9), lasting: .constant(180e9)) = try fault(
        "every: exponential(mean 1h), hits: web, crash: 1 replica, back-in: 3min"
      ).timing,
      case .every(.constant(3600e9), lasting: .exponential(mean: 60e9)) = try fault(
        "every: 1h, for: exponential(mean 1min), hits: web, outage: yes"
      ).timing
    else {
      Issue.record("another timing")
      return
    }
  }

  @Test func beforeAStep() throws {
    for written in ["web.buy/record", "record"] {
      guard
        case .before(step: "web.buy/record", share: 0.02, duration: 10_000_000_000) = try fault(
          "before: \(written), share: 2%, hits: web, crash: 1 replica, back-in: 10s"
        ).timing
      else {
        Issue.record("another step")
        return
      }
    }
    guard
      case .before(step: "web.buy/mails", share: 1, duration: 1_000_000_000) = try fault(
        "before: web.buy/mails, hits: web, outage: yes, for: 1s"
      ).timing
    else {
      Issue.record("another share")
      return
    }
    guard case .before(_, share: 1, duration: 0) = try fault("before: record, hits: web, crash: yes").timing else {
      Issue.record("another duration")
      return
    }
  }

  /// What happens at an instant lasts no time; a disk is lost until it is restored.
  @Test func instants() throws {
    guard case .once(at: 60_000_000_000, duration: 0) = try fault("at: 1min, hits: cache, flush: yes").timing,
      case .once(at: 60_000_000_000, duration: 0) = try fault("at: 1min, hits: db, failover: yes").timing,
      case .once(at: 60_000_000_000, duration: 300_000_000_000) = try fault("at: 1min, hits: db, disk-loss: 5min")
        .timing,
      case .every(.constant(60e9), lasting: .constant(0)) = try fault("every: 1min, hits: edge, flush: yes").timing
    else {
      Issue.record("another timing")
      return
    }
  }

  @Test func targets() throws {
    #expect(try fault("at: 1s, for: 1s, hits: web, slow: x2").target == .component("web"))
    #expect(try fault("at: 1s, for: 1s, hits: zone b, outage: yes").target == .zone("b"))
    #expect(try fault("at: 1s, for: 1s, hits: web, slow: x2").replicas == nil)
    #expect(try fault("at: 1s, for: 1s, hits: web, slow: x2, replicas: 3").replicas == 3)
    #expect(try fault("at: 1s, for: 1s, hits: web, crash: 1 replica").replicas == 1)
    #expect(try fault("at: 1s, for: 1s, hits: web, crash: yes, replicas: 2").replicas == 2)
    #expect(try fault("at: 1s, for: 1s, hits: web, crash: yes").replicas == nil)
  }

  @Test(
    arguments: [
      ("web, slow: x6", .slow(6)), ("web, error: 30%", .error(0.3)), ("web, outage: yes", .outage),
      ("web, crash: 2 replicas", .crash), ("db, failover: yes", .failover), ("limit, quota: x0.2", .quota(0.2)),
      ("bank, quota: x0.2", .quota(0.2)), ("db, delay: 100ms", .delay(100 * .millisecond)),
      ("db, partition: yes", .partition(from: nil)), ("db, partition: web", .partition(from: "web")),
      ("log, reorder: 5%, by: 1s..4s", .reorder(share: 0.05, by: 1_000_000_000...4_000_000_000)),
      ("mails, reorder: 5%, by: 1s", .reorder(share: 0.05, by: 1_000_000_000...1_000_000_000)),
      ("mails, duplicate: 2%", .duplicate(0.02)), ("mails, loss: 10%", .loss(0.1)), ("log, poison: 1%", .poison(0.01)),
      ("web, deploy: { error: 20%, slow: x2 }", .deploy(error: 0.2, slow: 2)),
      ("web, deploy: { slow: x2 }", .deploy(error: 0, slow: 2)), ("nightly, missed: yes", .missed),
    ] as [(String, Fault.Effect)])
  func effects(text: String, effect: Fault.Effect) throws {
    #expect(try fault("at: 1min, for: 1min, hits: \(text)").effect == effect)
  }

  @Test func effectsAtAnInstant() throws {
    #expect(try fault("at: 1min, hits: cache, flush: yes").effect == .flush)
    #expect(try fault("at: 1min, hits: db, disk-loss: 10min").effect == .diskLoss(restore: 10 * .minute))
  }

  @Test func recoveryIsOfAFault() throws {
    #expect(try Draft.problems(ShopDraft.text + "budgets: { x: max recovery(fault=slow) < 2min }\n").isEmpty)
  }
}
