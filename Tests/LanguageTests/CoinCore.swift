import Components
import Engine

/// The smallest core that decides: who asks is told heads or tails, by the number of the request, and dealing gives
/// out two coins.
struct CoinCore: DomainProvider {
  static let comparisons: UInt64 = 100_000

  var description: BindingDescription {
    BindingDescription(
      name: "coins", summary: "Heads or tails.", parameters: [],
      entities: [.init("purse", bytesEach: 8, "somebody's coins")],
      commands: [
        .init("toss", outcomes: ["heads", "tails"], "tosses a coin"),
        .init("deal", outcomes: ["dealt"], emits: true, "deals two coins"),
      ],
      marks: [], monitors: [.init("CO-I1", "what was decided stays decided")])
  }

  func expectedShares(
    of command: String, every interval: Nanoseconds, configuration: BindingConfiguration
  ) -> [String: Double] { [:] }

  func makeBinding(
    _ configuration: BindingConfiguration, horizon: Horizon, seed: UInt64, replication: Int
  ) -> any DomainBinding { Coins() }
}

private final class Coins: DomainBinding {
  private var decided: [Nanoseconds] = []
  private var gone: UInt64 = 0

  func perform(_ command: Int, _ context: inout CommandContext) -> Int {
    context.effort = CoinCore.comparisons
    decided.append(context.now)
    if command == 0 { return Int(context.entity % 2) }
    for visit in 0..<2 { context.emit(EmittedItem(payload: 0, entity: context.entity, visit: UInt64(visit))) }
    return 0
  }

  func dataLost(store: String, writtenAfter time: Nanoseconds, at now: Nanoseconds) {
    gone += UInt64(decided.count { $0 > time })
    decided.removeAll { $0 > time }
  }

  func finish(at time: Nanoseconds) {}

  var monitors: [MonitorReading] { [MonitorReading(id: "CO-I1", violations: gone, firstAt: nil, firstEntity: nil)] }
}
