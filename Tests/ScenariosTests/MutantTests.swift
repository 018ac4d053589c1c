import Foundation
import Scenarios
import TestSupport
import Testing

/// Damages the example files at random, and puts numbers of every magnitude into them: whatever comes of it, the reader
/// answers with a scenario or with problems that stand in a file.
@Suite struct MutantTests {
  /// The second draft with a load and a fault of every kind.
  private let loadedShop = ShopDraft.text.replacingOccurrences(
    of: "faults:\n",
    with: """
        b: { steps: [ { duration: 1h, target: 5/s } ], arrivals: even, batch: geometric(mean 3), flows: { view: 100% } }
        c: { crowd: { count: 250, within: 10min }, flows: { view: 100% } }
        d: { closed: { users: 9, think: 5s, patience: exponential(mean 20s) }, flows: { view: 100% } }
        e: { calendar: [ { at: Mon 01:00, for: 30min, rate: 9/s } ], growth: { by: x2, every: 1h }, flows: { view: 100% } }
        f: { users: { count: 5M, active: 20%, each: 12/day }, arrivals: { renewal: erlang(stages 4 mean 1s) }, flows: { view: 100% } }
        g: { rate: 1/s, arrivals: { bursty: { factor: x10, burst: 2s, calm: 8s } }, storm: { every: 1h, lasts: 1min, factor: x2 }, flows: { view: 100% } }
      faults:
        gap: { before: web.buy/record, share: 2%, hits: web, crash: 1 replica, back-in: 10s }
        often: { every: exponential(mean 10h), for: 1min, hits: zone a, outage: yes }
        cut: { at: 1h, for: 1min, hits: db, partition: web }
        late: { at: 1h, for: 1min, hits: log, reorder: 5%, by: 1s..4s }
        bad: { at: 1h, for: 1min, hits: web, deploy: { error: 20%, slow: x2 } }
        lost: { at: 30min, hits: db, disk-loss: 10min }

      """)

  @Test(arguments: Example.all.map(\.file) + ["draft.yaml", "shop.yaml"])
  func mutantsAreScenariosOrProblems(file: String) throws {
    let original = Example.all.first { $0.file == file }?.text ?? (file == "shop.yaml" ? loadedShop : Draft.text)
    let rounds = ProcessInfo.processInfo.environment["MUTANTS"].flatMap { Int($0) } ?? 120
    for round in 0..<rounds {
      let seed = UInt64(round)
      var random = SmallGenerator(seed: seed &* 0x1000_0001)
      let text = ScenarioMutant.of(original, &random)
      let folder = try Example.folder([file: text])
      do {
        _ = try folder.read(file)
      } catch let invalid as InvalidScenario {
        let faults = ProblemCheck.faults(of: invalid, file: file, text: text)
        #expect(faults.isEmpty, "seed \(seed) of \(file)")
      } catch {
        Issue.record("seed \(seed) of \(file): \(error)")
      }
    }
  }

  @Test func theLoadedShopIsValid() throws {
    #expect(try Draft.problems(loadedShop).isEmpty)
  }

  /// The same text is read the same way every time.
  @Test func problemsComeInOneOrder() throws {
    for seed in 0..<20 as Range<UInt64> {
      var random = SmallGenerator(seed: seed)
      let folder = try Example.folder(["web-shop.yaml": ScenarioMutant.of(Example.webShop, &random)])
      let first = try folder.problems("web-shop.yaml")
      #expect(try folder.problems("web-shop.yaml") == first, "seed \(seed)")
    }
  }
}
