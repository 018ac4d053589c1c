import Components
import Scenarios
import Statistics
import TestSupport
import Testing

/// A replication that is kept and read again is the same in everything that was measured.
@Suite struct KeptMeasurementsTests {
  @Test func `random systems come back from their bytes`() throws {
    for seed in 0..<30 as Range<UInt64> {
      let plan = Assembler.assemble(try Draft.read(RandomScenario(seed: seed).text), providers: []).plan
      let measured = ReplicationRun(plan, bindings: [], seed: seed, replication: 0, threads: 1).run()
      let again = try Archive.value(Measurements.self, from: Archive.bytes(of: measured))
      // The description has every stored property, so a field that is not archived shows.
      let isSame = String(describing: again) == String(describing: measured)
      let fits = again.fits(plan)
      #expect(isSame && fits, "seed \(seed)")
    }
  }
}
