import TestSupport
import Testing

@testable import HeyBlueCore

@Suite struct OfficerDirectoryTests {
  private static let second: Int64 = 1_000_000_000
  private static let area = Tiling(corner: GroundPoint(x: 0, y: 0), width: 1000, height: 1000, side: 50)
  private static let here = GroundPoint(x: 500, y: 500)

  private func directory(
    _ enforcement: WindowEnforcement, window: Int64 = 900 * second, grace: Int64 = second, officers: Int = 1,
    kind: IndexKind = .scan, audit: Tiling? = nil
  ) -> OfficerDirectory {
    OfficerDirectory(
      rules: .init(enforcement: enforcement, window: window, grace: grace, audit: audit),
      index: OfficerIndex(kind: kind, officers: officers))
  }

  // MARK: Every sequence of a few commands

  private enum Step: CaseIterable {
    case activate, place, expire, expireEarlier, stop, lose, waitShort, waitLong
  }

  private struct Walk {
    var visited = 0
    var violated = 0
    var wrong: [String] = []
  }

  /// Runs one more step on both, in every way, until the sequences are long enough.
  private func explore(
    _ directory: OfficerDirectory, _ naive: NaiveDirectory, _ path: [Step], _ length: Int, _ walk: inout Walk
  ) {
    if path.count == length { return }
    for step in Step.allCases {
      var directory = directory
      var naive = naive
      let now = naive.now
      var isEqual = true
      switch step {
      case .activate: isEqual = directory.activate(0, at: now) == naive.activate(0)
      case .place:
        isEqual = directory.place(0, at: Self.here, draw: 0, at: now).outcome == naive.place(0, at: Self.here)
      case .expire:
        let number = naive.officers[0].number
        isEqual = directory.clientExpired(0, number: number, at: now) == naive.clientExpired(0, number: number)
      case .expireEarlier:
        let number = naive.officers[0].number &- 1
        isEqual = directory.clientExpired(0, number: number, at: now) == naive.clientExpired(0, number: number)
      case .stop: isEqual = directory.stop(0, at: now) == naive.stop(0)
      case .lose: isEqual = directory.lose(0, at: now) == naive.lose(0)
      case .waitShort: naive.wait(until: now + 2)
      case .waitLong: naive.wait(until: now + 3)
      }
      directory.advance(to: naive.now)
      let officer = naive.officers[0]
      let reading = directory.monitors[.windowBound]
      isEqual = isEqual && directory.state(of: 0) == officer.state && directory.number(of: 0) == officer.number
      isEqual = isEqual && directory.index.place(of: 0) == officer.place
      isEqual = isEqual && Int(reading.violations) == naive.violations.count
      isEqual =
        isEqual
        && directory.hasActiveWindow(0, at: naive.now)
          == (officer.state == .active && naive.now < officer.activation + naive.window)
      // The monitor names the bound; the model sees it one instant later, or when a late place comes.
      if let first = reading.firstAt, let theirs = naive.violations.first {
        isEqual = isEqual && (first == theirs.at || first == theirs.at - 1)
      }
      walk.visited += 1
      if reading.violations > 0 { walk.violated += 1 }
      if !isEqual { walk.wrong.append("\(path + [step])") }
      explore(directory, naive, path + [step], length, &walk)
    }
  }

  @Test(arguments: WindowEnforcement.allCases)
  func `windows go through their states as the card says, and only a client alone breaks the bound`(
    enforcement: WindowEnforcement
  ) {
    var walk = Walk()
    explore(
      directory(enforcement, window: 4, grace: 1), NaiveDirectory(enforcement, window: 4, grace: 1, officers: 1), [], 5,
      &walk)
    #expect(walk.visited == 8 + 64 + 512 + 4096 + 32768)
    #expect(walk.wrong.isEmpty, "\(walk.wrong.count) of them, first \(walk.wrong.first ?? "")")
    #expect((walk.violated > 0) == (enforcement == .client))
  }

  // MARK: HB-I1

  @Test(arguments: [WindowEnforcement.serverLease, .both])
  func `with a lease an officer is found until 900 s after activation and not later`(enforcement: WindowEnforcement) {
    for kind in [IndexKind.scan, .graph(links: 6, insertsByWalk: false, relinks: false), .grid(Self.area)] {
      var directory = directory(enforcement, kind: kind)
      let start = 5 * Self.second
      #expect(directory.activate(0, at: start) == .activated)
      #expect(directory.nearest(to: Self.here, draw: 0, at: start).officer == nil)
      #expect(directory.place(0, at: Self.here, draw: 0, at: start + 1).outcome == .placed)
      #expect(directory.lose(0, at: start + 2) == true)
      let end = start + 900 * Self.second
      #expect(directory.nearest(to: Self.here, draw: 0, at: end - 1).officer == 0)
      #expect(directory.nearest(to: Self.here, draw: 0, at: end).officer == nil)
      #expect(directory.state(of: 0) == .expired)
      #expect(directory.place(0, at: Self.here, draw: 0, at: end).outcome == .notActive)
      directory.advance(to: .max)
      #expect(directory.monitors == Monitors())
    }
  }

  @Test func `without a lease a silent client leaves a ghost, and HB-I1 names it once`() {
    var directory = directory(.client, officers: 3)
    for officer in 0..<3 as Range<UInt32> {
      _ = directory.activate(officer, at: Int64(officer))
      _ = directory.place(officer, at: Self.here, draw: 0, at: Int64(officer))
    }
    _ = directory.lose(1, at: 10)
    let end = 900 * Self.second
    // The others' messages arrive within the grace.
    #expect(directory.clientExpired(0, number: 1, at: end + 200) == .removed)
    #expect(directory.clientExpired(2, number: 1, at: end + 2 + Self.second) == .removed)
    #expect(directory.nearest(to: Self.here, draw: 0, at: 2 * end).officer == 1)
    directory.advance(to: 100 * end)
    let expected = Monitors.Reading(violations: 1, firstAt: end + 1 + Self.second, firstSubject: 1)
    #expect(directory.monitors[.windowBound] == expected)
    #expect(directory.monitors.violated == [.windowBound])
  }

  @Test func `a message after the grace is a violation, one at its last instant is none`() {
    for (late, violations) in [(0, 0), (1, 1)] as [(Int64, UInt64)] {
      var directory = directory(.client)
      _ = directory.activate(0, at: 0)
      _ = directory.place(0, at: Self.here, draw: 0, at: 0)
      #expect(directory.clientExpired(0, number: 1, at: 901 * Self.second + late) == .removed)
      directory.advance(to: 2000 * Self.second)
      #expect(directory.monitors[.windowBound].violations == violations)
    }
  }

  @Test func `an officer who is placed only after the bound is seen, too`() {
    var directory = directory(.client)
    _ = directory.activate(0, at: 0)
    _ = directory.place(0, at: Self.here, draw: 0, at: 5000 * Self.second)
    _ = directory.place(0, at: Self.here, draw: 0, at: 5001 * Self.second)
    directory.advance(to: 9000 * Self.second)
    #expect(directory.monitors[.windowBound] == .init(violations: 1, firstAt: 5000 * Self.second, firstSubject: 0))
  }

  @Test func `of 5 % silent clients, that many windows overstay without a lease and none with one`() {
    for enforcement in WindowEnforcement.allCases {
      let seed: UInt64 = 31
      var draws = SmallGenerator(seed: seed)
      var directory = directory(enforcement, officers: 4000)
      var silent: UInt64 = 0
      var isSilent: [Bool] = []
      for officer in 0..<4000 as Range<UInt32> {
        let now = Int64(officer) * Self.second / 100
        _ = directory.activate(officer, at: now)
        _ = directory.place(officer, at: draws.place(1000), draw: 0, at: now)
        isSilent.append(draws.below(100) < 5)
        if isSilent[Int(officer)] { silent += directory.lose(officer, at: now) ? 1 : 0 }
      }
      for officer in 0..<4000 as Range<UInt32> where !isSilent[Int(officer)] {
        let end = Int64(officer) * Self.second / 100 + 900 * Self.second
        _ = directory.clientExpired(officer, number: 1, at: end + Self.second / 20)
      }
      directory.advance(to: 3000 * Self.second)
      #expect((150...250).contains(silent), "seed \(seed)")
      #expect(directory.monitors[.windowBound].violations == (enforcement == .client ? silent : 0), "seed \(seed)")
      #expect(directory.index.count == (enforcement == .client ? Int(silent) : 0), "seed \(seed)")
    }
  }

  // MARK: Against the model

  @Test(arguments: [41, 42, 43, 44] as [UInt64])
  func `any commands leave what the model leaves`(seed: UInt64) {
    for enforcement in WindowEnforcement.allCases {
      for kind in [IndexKind.scan, .graph(links: 3, insertsByWalk: false, relinks: true), .grid(Self.area)] {
        var draws = SmallGenerator(seed: seed)
        var directory = directory(enforcement, window: 60, grace: 5, officers: 12, kind: kind, audit: Self.area)
        var naive = NaiveDirectory(enforcement, window: 60, grace: 5, officers: 12)
        var wrong: [String] = []
        for step in 0..<1200 {
          if draws.below(3) == 0 { naive.wait(until: naive.now + Int64(draws.below(8))) }
          let now = naive.now
          let number = draws.below(12)
          let officer = UInt32(number)
          var isEqual = true
          switch draws.below(8) {
          case 0, 1: isEqual = directory.activate(officer, at: now) == naive.activate(number)
          case 2, 3, 4:
            let point = draws.place(1000)
            isEqual =
              directory.place(officer, at: point, draw: draws.next(), at: now).outcome == naive.place(number, at: point)
          case 5:
            let window = naive.officers[number].number &- UInt32(draws.below(4) == 0 ? 1 : 0)
            isEqual =
              directory.clientExpired(officer, number: window, at: now) == naive.clientExpired(number, number: window)
          case 6: isEqual = directory.stop(officer, at: now) == naive.stop(number)
          default: isEqual = directory.lose(officer, at: now) == naive.lose(number)
          }
          let asked = draws.place(1000)
          let reach = Int32(draws.below(900))
          let found = directory.nearest(to: asked, reach: reach, draw: draws.next(), at: now)
          let right = bruteForce(naive.places, to: asked, within: Int64(reach) * Int64(reach))
          switch kind {
          case .graph: isEqual = isEqual && found.squaredDistance >= right.squaredDistance
          case .scan, .grid: isEqual = isEqual && found.officer == right.officer
          }
          isEqual = isEqual && directory.index.count == naive.places.count
          isEqual = isEqual && directory.monitors[.windowBound].violations == UInt64(naive.violations.count)
          if !isEqual { wrong.append("step \(step)") }
        }
        #expect(
          wrong.isEmpty, "seed \(seed), \(enforcement), \(kind): \(wrong.count) of them, first \(wrong.first ?? "")")
        #expect(directory.audited == 1200)
        if case .graph = kind { continue }
        #expect(directory.wrong == 0)
      }
    }
  }

  @Test func `the audit counts answers that are not the nearest`() {
    let zips = Tiling(corner: GroundPoint(x: 0, y: 0), width: 1000, height: 1000, side: 500)
    var directory = OfficerDirectory(
      rules: .init(enforcement: .both, audit: Self.area),
      index: OfficerIndex(kind: .scan, clustering: .zips(zips, looksAround: false), officers: 2))
    for officer in 0..<2 as Range<UInt32> {
      _ = directory.activate(officer, at: 0)
      _ = directory.place(officer, at: GroundPoint(x: officer == 0 ? 100 : 510, y: 10), draw: 0, at: 0)
    }
    #expect(directory.nearest(to: GroundPoint(x: 490, y: 10), draw: 0, at: 1).officer == 0)
    #expect(directory.nearest(to: GroundPoint(x: 101, y: 10), draw: 0, at: 1).officer == 0)
    #expect(directory.audited == 2 && directory.wrong == 1)
  }
}
