import Engine
import Scenarios
import TestSupport
import Testing

@testable import Components

/// Whatever the scenario: the spans of a request follow one another, and add up to its latency.
@Suite struct SpanTests {
  private func run(_ plan: NetworkPlan, _ seed: UInt64, watching watch: Watch?) -> Measurements {
    ReplicationRun(plan, bindings: [], seed: seed, replication: 0, threads: 1, watching: watch).run()
  }

  private func everything(of plan: NetworkPlan) -> [ExemplarBand] {
    let flows = Array(plan.flows.indices)
    return [
      ExemplarBand(.flows(flows), 0 ... .max, count: 150), ExemplarBand(.failures(flows), 0 ... .max, count: 50),
      ExemplarBand(.flows(flows), 0 ... .max, count: 20, takesSlowest: true),
    ] + plan.measures.indices.map { ExemplarBand(.measure($0), 0 ... .max, count: 50) }
  }

  @Test(arguments: 0..<200 as Range<UInt64>) func `the spans of a request add up to its latency`(seed: UInt64) throws {
    let plan = Assembler.assemble(
      try Draft.read(RandomScenario(seed: seed, cancelsAndBlocks: seed % 2 == 1).text), providers: []
    ).plan
    let found = run(plan, seed, watching: .seeking(everything(of: plan))).candidates
    let wanted = Set(found.joined().map(\.identity))
    let paths = run(plan, seed, watching: .following(wanted)).paths
    for identity in wanted { #expect(paths.contains { $0.identity == identity }, "seed \(seed)") }
    for path in paths {
      var at = path.began
      var latency: Nanoseconds = 0
      for span in path.spans {
        #expect(span.from == at && span.to > at, "seed \(seed): \(path.number)")
        at = span.to
        if path.measure >= 0 || span.cause != .think { latency += span.length }
      }
      #expect(latency == path.value, "seed \(seed): request \(path.number) of \(path.identity.source)")
    }
  }

  @Test(arguments: 0..<60 as Range<UInt64>) func `what is recorded of a request is a tree in time`(seed: UInt64) throws
  {
    let plan = Assembler.assemble(
      try Draft.read(RandomScenario(seed: seed, cancelsAndBlocks: seed % 2 == 1).text), providers: []
    ).plan
    let found = Set(run(plan, seed, watching: .seeking(everything(of: plan))).candidates.joined().map(\.identity))
    let recorded = run(plan, seed, watching: .recording(found.map { .exemplar($0) }))
    let followed = run(plan, seed, watching: .following(found))
    // The paths of what is recorded are those of what is followed, whatever else is kept.
    let values = recorded.paths.filter { $0.measure < 0 }.map(\.value)
    let wanted = followed.paths.filter { $0.measure < 0 }.map(\.value)
    #expect(values.count >= wanted.count && Set(wanted).isSubset(of: values), "seed \(seed)")
    #expect(Set(recorded.activities.compactMap(\.identity)).isSuperset(of: found), "seed \(seed)")
    for (place, activity) in recorded.activities.enumerated() {
      #expect(activity.parent < place, "seed \(seed)")
      if activity.parent >= 0 {
        #expect(activity.began >= recorded.activities[activity.parent].began, "seed \(seed)")
      }
      var at = activity.began
      for span in activity.spans {
        #expect(span.from >= at && span.to > span.from, "seed \(seed): \(activity.role) \(span.cause)")
        at = span.to
      }
      if let ended = activity.ended { #expect(at <= ended, "seed \(seed): \(activity.role)") }
      // Whatever a request does at a place is known to the nanosecond: it waits, works or is on its way.
      if activity.role == .call, case .done = activity.end {
        #expect(
          activity.spans.reduce(0) { $0 + $1.length } == (activity.ended ?? 0) - activity.began,
          "seed \(seed): \(activity.role) at \(activity.component)")
      }
    }
  }

  @Test(arguments: [3, 17, 42, 99] as [UInt64]) func `a watched run is the run that nobody watched`(seed: UInt64) throws
  {
    let plan = Assembler.assemble(
      try Draft.read(RandomScenario(seed: seed, cancelsAndBlocks: seed % 2 == 1).text), providers: []
    ).plan
    let plain = run(plan, seed, watching: nil)
    var seeking = run(plan, seed, watching: .seeking(everything(of: plan)))
    var following = run(plan, seed, watching: .following(Set(seeking.candidates.joined().map(\.identity))))
    var recording = run(
      plan, seed, watching: .recording(Set(seeking.candidates.joined().map(\.identity)).map { .exemplar($0) }))
    seeking.candidates = []
    following.paths = []
    recording.paths = []
    recording.activities = []
    #expect(String(describing: seeking) == String(describing: plain))
    #expect(String(describing: following) == String(describing: plain))
    #expect(String(describing: recording) == String(describing: plain))
  }
}
