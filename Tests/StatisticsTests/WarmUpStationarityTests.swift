import Testing
import TestSupport

@testable import Statistics

@Suite struct WarmUpStationarityTests {
  private func pilots(_ seed: UInt64, count: Int = 5, memory: Double = 0, _ course: (Int) -> Double) -> [[Double]] {
    var generator = SmallGenerator(seed: seed)
    return (0..<count).map { _ in
      var noise = 0.0
      return (0..<300).map { index in
        noise = memory * noise + generator.bell()
        return course(index) + noise
      }
    }
  }

  private func cut(_ settling: WarmUp.Settling) -> Int? {
    guard case .settled(let after) = settling else { return nil }
    return after
  }

  @Test func `steady noise is stationary from the start`() {
    for memory in [0, 0.5, 0.8] {
      var settled = 0
      for seed in UInt64(1)...100 {
        if let cut = cut(WarmUp.settling(of: pilots(seed, memory: memory) { _ in 10 })), cut <= 150 { settled += 1 }
      }
      #expect(settled >= 95, "seeds 1...100, memory \(memory): \(settled)")
    }
  }

  @Test func `a start-up is cut off where it ends`() {
    var good = 0
    for seed in UInt64(1)...100 {
      let settling = WarmUp.settling(of: pilots(seed) { $0 < 60 ? 6 * Double(60 - $0) / 60 : 0 })
      if let cut = cut(settling), cut >= 30, cut <= 110 { good += 1 }
    }
    #expect(good >= 90, "seeds 1...100: \(good)")
  }

  @Test func `a load that grows all the time is not stationary`() {
    var found = 0
    for seed in UInt64(1)...100 {
      if WarmUp.settling(of: pilots(seed) { 4 * Double($0) / 300 }) == .notStationary { found += 1 }
    }
    #expect(found >= 99, "seeds 1...100: \(found)")
  }

  @Test func `a day's course is not stationary`() {
    var found = 0
    for seed in UInt64(1)...100 {
      let settling = WarmUp.settling(of: pilots(seed) { 3 * Double(min($0, 300 - $0)) / 150 })
      if settling == .notStationary { found += 1 }
    }
    #expect(found >= 99, "seeds 1...100: \(found)")
  }

  @Test func `series without noise are what they are`() {
    let flat = [[Double]](repeating: [Double](repeating: 0.1, count: 100), count: 5)
    #expect(WarmUp.settling(of: flat) == .settled(after: 0))
    let step = [[Double]](repeating: (0..<100).map { $0 < 20 ? 5 : 0.1 }, count: 5)
    #expect(WarmUp.settling(of: step) == .settled(after: 20))
    let ramp = [[Double]](repeating: (0..<100).map { Double($0) }, count: 5)
    #expect(WarmUp.settling(of: ramp) == .notStationary)
  }

  @Test func `too short, empty or infinite series cannot be told`() {
    #expect(WarmUp.settling(of: []) == .tooShort)
    #expect(WarmUp.settling(of: [[Double](repeating: 1, count: 49)]) == .tooShort)
    #expect(WarmUp.settling(of: [[Double](repeating: .nan, count: 300)]) == .tooShort)
    #expect(WarmUp.settling(of: [[Double](repeating: .infinity, count: 300)]) == .tooShort)
  }

  @Test func `intervals without samples are passed over`() {
    var gaps = pilots(5) { $0 < 60 ? 12 : 0 }
    for run in gaps.indices {
      for index in stride(from: run, to: 300, by: 3) { gaps[run][index] = .nan }
    }
    let settling = WarmUp.settling(of: gaps)
    #expect((cut(settling) ?? 0) >= 55 && (cut(settling) ?? 300) <= 120, "\(settling)")
  }

  @Test func `one cut serves all series, and the worse answer counts`() {
    #expect(WarmUp.Settling.settled(after: 5).joined(with: .settled(after: 20)) == .settled(after: 20))
    #expect(WarmUp.Settling.settled(after: 5).joined(with: .notStationary) == .notStationary)
    #expect(WarmUp.Settling.tooShort.joined(with: .notStationary) == .notStationary)
    #expect(WarmUp.Settling.tooShort.joined(with: .settled(after: 3)) == .tooShort)
  }
}
