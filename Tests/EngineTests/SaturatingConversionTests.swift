import Engine
import Testing

@Suite struct SaturatingConversionTests {
  @Test func `a number becomes the nearest whole one that the type holds`() {
    for (value, expected) in [
      (0.0, 0), (0.5, 1), (-0.5, -1), (2.4999, 2), (0x1p62, 1 << 62), (0x1p63, .max), (1e30, .max), (-1e30, .min),
      (-0x1p63, .min), (.infinity, .max), (-.infinity, .min), (.nan, 0),
    ] as [(Double, Int64)] {
      #expect(Int64(saturating: value) == expected, "\(value)")
    }
    #expect(UInt64(saturating: -3) == 0 && UInt64(saturating: 0x1p64) == .max)
    #expect(UInt64(saturating: 1e19) == 10_000_000_000_000_000_000)
  }

  @Test func `no draw of any distribution leaves room for less than an instant and a limit beside it`() {
    let pool = SamplerPool()
    let distributions: [Distribution] = [
      .pareto(minimum: 1e9, shape: 0.01), .lognormal(median: 1e18, p99: 3e18), .exponential(mean: 3.1e18),
      .erlang(stages: 1000, mean: 3.1e18), .hyperexponential([.init(share: 1, mean: 3.1e18)]),
    ]
    for distribution in distributions {
      let sampler = pool.sampler(for: distribution)
      for step in 0..<2000 as Range<UInt64> {
        let bits = step < 64 ? UInt64.max << step : RandomStream.mix(step, 7)
        let draw = sampler.draw(bits)
        #expect(draw >= 0 && draw <= 1 << 61, "\(distribution): \(draw)")
      }
    }
  }
}
