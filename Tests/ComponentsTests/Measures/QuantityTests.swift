import Statistics
import Testing

@testable import Components

/// A quantity is declared once, and what is stored, merged and digested follows.
@Suite struct QuantityTests {
  /// A measurement that nothing else knows of.
  private struct Parcels: Measurement {
    var sent: UInt64 = 0
    var heaviest: Int64 = 0
    var delays = Histogram()
    var hourly: [UInt64] = []
    var note: UInt64 = 0

    static let quantities: [Quantity<Parcels>] = [
      .init(\.sent), .maximum(\.heaviest), .init(\.delays), .init(\.hourly, in: .timeline), .init(\.note, in: .none),
    ]
  }

  private func parcels(_ sent: UInt64, heaviest: Int64, delay: Int64, hourly: [UInt64], note: UInt64 = 0) -> Parcels {
    var parcels = Parcels()
    (parcels.sent, parcels.heaviest, parcels.hourly, parcels.note) = (sent, heaviest, hourly, note)
    parcels.delays.record(delay)
    return parcels
  }

  private func digest(_ parcels: Parcels, timeline: Bool = false) -> String {
    var digest = Digest()
    if timeline { parcels.addTimeline(to: &digest) } else { parcels.add(to: &digest) }
    return digest.hex
  }

  @Test func `what is declared is stored`() throws {
    let written = parcels(7, heaviest: 12, delay: 900, hourly: [3, 4], note: 5)
    let read = try Archive.value(Parcels.self, from: Archive.bytes(of: written))
    #expect(read.sent == 7 && read.heaviest == 12 && read.hourly == [3, 4] && read.note == 5)
    #expect(read.delays == written.delays)
  }

  @Test func `counts add up, maxima are the larger, lists are merged by element`() {
    var all = parcels(7, heaviest: 12, delay: 900, hourly: [3, 4])
    all.merge(parcels(2, heaviest: 9, delay: 100, hourly: [1, 0, 1]))
    #expect(all.sent == 9 && all.heaviest == 12 && all.hourly == [4, 4, 1])
    #expect(all.delays.count == 2 && all.delays.maximum == 900)
  }

  @Test func `digests tell apart what is in them, and nothing else`() {
    let one = parcels(7, heaviest: 12, delay: 900, hourly: [3, 4])
    #expect(digest(one) != digest(parcels(8, heaviest: 12, delay: 900, hourly: [3, 4])))
    #expect(digest(one) != digest(parcels(7, heaviest: 13, delay: 900, hourly: [3, 4])))
    #expect(digest(one) != digest(parcels(7, heaviest: 12, delay: 5, hourly: [3, 4])))
    let other = parcels(7, heaviest: 12, delay: 900, hourly: [3, 5], note: 1)
    #expect(digest(one) == digest(other))
    #expect(digest(one, timeline: true) != digest(other, timeline: true))
  }

  /// Who adds a stored property and forgets to declare it is told so here.
  @Test func `every stored property is a quantity`() {
    func properties(_ value: Any) -> Int { Mirror(reflecting: value).children.count }
    #expect(properties(Measurements()) == Measurements.quantities.count)
    #expect(properties(OperationCounts()) == OperationCounts.quantities.count)
    #expect(properties(ComponentMeasurement()) == ComponentMeasurement.quantities.count)
    #expect(properties(GaugeMeasurement()) == GaugeMeasurement.quantities.count)
    #expect(properties(FlowMeasurement()) == FlowMeasurement.quantities.count)
    #expect(properties(PhaseMeasurement()) == PhaseMeasurement.quantities.count)
    #expect(properties(MeasureMeasurement()) == MeasureMeasurement.quantities.count)
    #expect(properties(PollingMeasurement()) == PollingMeasurement.quantities.count)
    #expect(properties(GroupMeasurement()) == GroupMeasurement.quantities.count)
    #expect(properties(UnendedMeasurement()) == UnendedMeasurement.quantities.count)
    #expect(properties(ReplicaAbsence()) == ReplicaAbsence.quantities.count)
    #expect(properties(Stretch()) == Stretch.quantities.count)
    #expect(properties(TailSample()) == TailSample.quantities.count)
  }

  /// Pinned: what is stored has changed where its length has, and then its format is another.
  @Test func `a format is of one length`() throws {
    var one = Measurements()
    one.components = [ComponentMeasurement()]
    one.components[0].stretches = [Stretch()]
    one.components[0].tails = [TailSample()]
    one.components[0].intervalAbsence = [ReplicaAbsence()]
    one.flows = [FlowMeasurement()]
    one.phases = [[PhaseMeasurement()]]
    one.measures = [MeasureMeasurement()]
    one.pollings = [PollingMeasurement()]
    one.groups = [GroupMeasurement()]
    one.unendedOperations = [UnendedMeasurement()]
    one.monitors = [MonitorReading()]
    one.faultSpans = [[FaultSpan()]]
    one.decisions = [Decision()]
    #expect(Archive.bytes(of: one).count == 244)
    #expect(Measurements.archiveFormat == 4)
  }

  @Test func `gauges and times have a place each`() {
    var gauges = StationGauges()
    for gauge in Gauge.allCases { gauges[gauge].add(Int64(gauge.rawValue) + 1, at: 0) }
    #expect(Gauge.allCases.map { gauges[$0].level } == Gauge.allCases.map { Int64($0.rawValue) + 1 })
    var times = StationTimes()
    for time in OperationTime.allCases { times[time].record(Int64(time.rawValue)) }
    #expect(times.histograms.map(\.maximum) == OperationTime.allCases.map { Int64($0.rawValue) })
  }
}
