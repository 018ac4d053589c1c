import Testing

@testable import Engine

/// First and second moments of what a sampler draws, to 0.02 %. Random numbers would need 10⁷
/// draws and more for that; bits are taken at the middle of equal parts of each octave of the upper
/// tail instead, [1 − 2⁻ᵏ, 1 − 2⁻ᵏ⁻¹), so the last 2⁻¹⁶ and what lies far beyond are sampled as finely
/// as the body, with their weight.
@Suite struct SamplerMomentsTests {
  private func moments(of sampler: Sampler, parts: UInt64 = 4096) -> (first: Double, second: Double) {
    var first = 0.0
    var second = 0.0
    for octave in 0..<56 {
      let width = UInt64(1) << UInt64(63 - octave)
      let begin = 0 &- 2 &* width
      let part = width / min(width, parts)
      let count = width / part
      var one = 0.0
      var two = 0.0
      for index in 0..<count {
        let value = Double(sampler.draw(begin &+ index &* part &+ part / 2))
        one += value
        two += value * value
      }
      let weight = Double(sign: .plus, exponent: -octave - 1, significand: 1) / Double(count)
      first += one * weight
      second += two * weight
    }
    return (first, second)
  }

  private func expectMoments(_ distribution: Distribution, hasSecond: Bool = true, within tolerance: Double = 2e-4) {
    let pool = SamplerPool()
    let (first, second) = moments(of: pool.sampler(for: distribution))
    #expect(
      (first / distribution.mean - 1).magnitude < tolerance,
      "\(distribution): mean off by \(first / distribution.mean - 1)")
    if hasSecond {
      #expect(
        (second / distribution.secondMoment - 1).magnitude < tolerance,
        "\(distribution): second moment off by \(second / distribution.secondMoment - 1)")
    }
  }

  @Test func `a constant has its moments`() { expectMoments(.constant(123_456)) }

  @Test func `a uniform distribution has its moments`() {
    expectMoments(.uniform(low: 0, high: 1e6))
    expectMoments(.uniform(low: 9e8, high: 1.7e9))
  }

  @Test(arguments: [1e4, 1e6, 9.7e8, 1e13])
  func `an exponential distribution has its moments`(mean: Double) { expectMoments(.exponential(mean: mean)) }

  @Test(arguments: [1.05, 2, 5, 20, 33])
  func `a lognormal distribution has its moments, however wide`(ratio: Double) {
    // Sigma from 0.02 to 1.5: a cut at 1/4096 would lose 31 % of the last one's second moment.
    expectMoments(.lognormal(median: 2e8, p99: 2e8 * ratio))
  }

  @Test func `a lognormal distribution has its median and its 99th percentile`() {
    let pool = SamplerPool()
    let sampler = pool.sampler(for: .lognormal(median: 2e8, p99: 1e9))
    #expect((sampler.draw(1 << 63) - 200_000_000).magnitude <= 2_000)
    let p99 = UInt64((0.99 * 0x1p64).rounded())
    #expect((Double(sampler.draw(p99)) / 1e9 - 1).magnitude < 1e-4)
  }

  @Test(arguments: [3, 4.5, 10])
  func `a Pareto distribution has its moments`(shape: Double) { expectMoments(.pareto(minimum: 1e6, shape: shape)) }

  @Test func `a Pareto distribution without a second moment has its mean`() {
    expectMoments(.pareto(minimum: 1e6, shape: 1.6), hasSecond: false)
    #expect(Distribution.pareto(minimum: 1e6, shape: 1.6).secondMoment == .infinity)
    #expect(Distribution.pareto(minimum: 1e6, shape: 1).mean == .infinity)
  }

  @Test func `an empirical distribution has its moments`() {
    expectMoments(.empirical([100, 200, 200, 5000, 70_000]))
  }

  /// Distributions that mix their bits cannot be stratified from outside: sixteen million draws, within the
  /// larger of a thousandth and four standard errors.
  private func expectRandomMoments(_ distribution: Distribution, fourthMoment: Double) {
    let pool = SamplerPool()
    let sampler = pool.sampler(for: distribution)
    let stream = RandomStream(seed: 20, replication: 0, name: "moments")
    let count: UInt64 = 16_000_000
    var first = 0.0
    var second = 0.0
    for draw in 0..<count {
      let value = Double(sampler.draw(stream.bits(entity: 0, draw: draw)))
      first += value
      second += value * value
    }
    let n = Double(count)
    let spread = ((distribution.secondMoment - distribution.mean * distribution.mean) / n).squareRoot()
    let spreadOfSquares = ((fourthMoment - distribution.secondMoment * distribution.secondMoment) / n).squareRoot()
    #expect((first / n - distribution.mean).magnitude < max(1e-3 * distribution.mean, 4 * spread))
    #expect(
      (second / n - distribution.secondMoment).magnitude < max(1e-3 * distribution.secondMoment, 4 * spreadOfSquares))
  }

  @Test func `an Erlang distribution has its moments`() {
    // E[X⁴] of k stages with mean 1 each is k(k+1)(k+2)(k+3).
    expectRandomMoments(.erlang(stages: 3, mean: 3e6), fourthMoment: 360e24)
  }

  @Test func `a hyperexponential distribution has its moments`() {
    let branches: [Distribution.Branch] = [.init(share: 0.75, mean: 1e6), .init(share: 0.25, mean: 4e6)]
    expectRandomMoments(
      .hyperexponential(branches),
      fourthMoment: branches.reduce(0) { $0 + 24 * $1.share * $1.mean * $1.mean * $1.mean * $1.mean })
  }

  @Test func `moments that the distributions state agree with literals`() {
    #expect(Distribution.uniform(low: 2, high: 8).mean == 5)
    #expect(Distribution.uniform(low: 2, high: 8).secondMoment == 28)
    #expect(Distribution.exponential(mean: 7).secondMoment == 98)
    #expect(Distribution.erlang(stages: 4, mean: 8).secondMoment == 80)
    #expect(Distribution.pareto(minimum: 2, shape: 4).mean == 8.0 / 3)
    #expect(Distribution.pareto(minimum: 2, shape: 4).secondMoment == 8)
    #expect(Distribution.empirical([1, 2, 6]).mean == 3)
    #expect(
      Distribution.hyperexponential([.init(share: 0.5, mean: 2), .init(share: 0.5, mean: 4)]).secondMoment == 20)
    // Sigma = ln(5) / 2.3263 = 0.691825…, and the mean is the median times e^(σ²/2).
    let mean = Distribution.lognormal(median: 200, p99: 1000).mean
    #expect((mean - 254.073).magnitude < 0.01)
  }
}
