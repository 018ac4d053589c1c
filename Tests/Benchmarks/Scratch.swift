import Components
import Engine
import Glibc
import Statistics
import Systems

func seconds(_ body: () -> Void) -> Double {
  let clock = ContinuousClock()
  let t = clock.measure(body)
  return Double(t.components.seconds) + Double(t.components.attoseconds) * 1e-18
}

@main
struct Main {
  static func main() {
    let n = Int64(CommandLine.arguments.dropFirst().first.flatMap { Int64($0) } ?? 150_000_000)
    let threads = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 1
    let slots = CommandLine.arguments.dropFirst(3).first.flatMap { Int($0) } ?? 320
    let partitions = CommandLine.arguments.dropFirst(4).first.flatMap { Int($0) } ?? 512
    var plan = NetworkPlan()
    plan.streams = NetworkPlan.ownStreams + ["tracker/get"]
    plan.laws = [.lognormal(median: 2e8, p99: 1e9)]
    plan.components = [ComponentPlan(name: "tracker", kind: "polling-worker"), ComponentPlan(name: "provider", kind: "external")]
    plan.operations = [OperationPlan(name: "track", component: 0, entry: 0)]
    plan.program = [Instruction(.fail)]
    plan.populations = [PopulationPlan(name: "reservation", count: n, pick: .uniform(low: 0, high: 1))]
    plan.horizon.end = 300 * .second
    plan.horizon.drained = 310 * .second
    plan.horizon.interval = 10 * .second
    var polling = PollingPlan(component: 0, source: 1, population: 0, binding: 0, command: 0, period: 300 * .second, law: 0, stream: 4)
    polling.timeout = 5 * .second
    polling.groups = ["all"]
    polling.tails = [-1, -1, -1, -1]
    for p in 0..<partitions {
      let count = Int(n) / partitions + (p < Int(n) % partitions ? 1 : 0)
      polling.partitions.append(.init(group: 0, first: UInt64(p), stride: UInt64(partitions), count: count, slots: slots, offset: 0, lease: 1757))
    }
    plan.pollings = [polling]
    let config = BindingConfiguration(parameters: [:], populations: [.init(name: "reservation", entity: "reservation", count: n, groups: [])])
    var m = Measurements()
    let s = seconds {
      let binding = RoadWarrior().makeBinding(config, horizon: plan.horizon, seed: 1, replication: 0)
      var run: ReplicationRun?
      print("setup", seconds { run = ReplicationRun(plan, bindings: [binding], seed: 1, replication: 0, threads: threads) })
      print("run", seconds { m = run!.run() })
    }
    print("total", s)
    let p = m.pollings[0]
    print(p.due, p.started, p.answered, p.timedOut, p.changesFound, p.changesMissed, p.latency.mean!, p.peakInFlight, p.waited, m.commandOutcomes)
    print("law mean", plan.laws[0].mean)
  }
}
