import Engine
import Testing

@testable import Scenarios

@Suite struct DistributionTests {
  private func distribution(_ text: String, _ unit: DistributionSupport = .time) throws(ValueError) -> Distribution {
    try ValueReader.distribution(text, over: unit) { (name) throws(ValueError) in
      guard name == "file.csv" else { throw ValueError("cannot read `\(name)`: no such file") }
      return "latency,comment\n# slow first\n5ms,x\n1ms\n\n2.5ms;y\n"
    }
  }

  private func message(_ text: String, _ unit: DistributionSupport = .time) -> String {
    do throws(ValueError) {
      return "\(try distribution(text, unit))"
    } catch {
      return error.message + (error.suggestion.map { " (\($0))" } ?? "")
    }
  }

  @Test(
    arguments: [
      ("200ms", .constant(2e8)), ("0ms", .constant(0)), ("constant(200ms)", .constant(2e8)),
      ("exponential(mean 5ms)", .exponential(mean: 5e6)),
      ("lognormal(median 200ms p99 1s)", .lognormal(median: 2e8, p99: 1e9)),
      ("lognormal(p99 1s median 200ms)", .lognormal(median: 2e8, p99: 1e9)),
      ("lognormal(median 1s p99 1s)", .lognormal(median: 1e9, p99: 1e9)),
      ("uniform(low 1ms high 5ms)", .uniform(low: 1e6, high: 5e6)),
      ("pareto(minimum 10ms shape 2.5)", .pareto(minimum: 1e7, shape: 2.5)),
      ("erlang(stages 4 mean 20ms)", .erlang(stages: 4, mean: 2e7)),
      (
        "hyperexponential(share 90% mean 5ms share 10% mean 50ms)",
        .hyperexponential([.init(share: 0.9, mean: 5e6), .init(share: 0.1, mean: 5e7)])
      ), ("empirical(file.csv)", .empirical([1e6, 2.5e6, 5e6])),
    ] as [(String, Distribution)])
  func timeDistributions(text: String, expected: Distribution) throws {
    #expect(try distribution(text) == expected)
  }

  @Test func otherUnits() throws {
    #expect(try distribution("12 KiB", .size) == .constant(12288))
    #expect(try distribution("lognormal(median 60KiB p99 400KiB)", .size) == .lognormal(median: 61440, p99: 409_600))
    #expect(try distribution("lognormal(median 60 KiB p99 400 KiB)", .size) == .lognormal(median: 61440, p99: 409_600))
    #expect(try distribution("zipf(s 0.9)", .keys) == .zipf(exponent: 0.9))
    #expect(try distribution("zipf(s 0)", .keys) == .zipf(exponent: 0))
    #expect(try distribution("uniform", .keys) == .uniform(low: 0, high: 1))
  }

  @Test(arguments: [
    (
      "lognormal(median 1s p99 200ms)",
      "the p99 of lognormal is below its median (did you mean `lognormal(median 200ms p99 1s)`?)"
    ),
    ("lognormal(median 1s)", "lognormal needs `p99` (write it as in `lognormal(median 200ms p99 1s)`)"),
    ("lognormal(mean 1s p99 2s)", "`mean` is not an argument of lognormal (did you mean `median`?)"),
    ("lognormal(medain 1s p99 2s)", "`medain` is not an argument of lognormal (did you mean `median`?)"),
    ("lognormal(median 1s p99)", "`p99` of lognormal has no value (write it as in `lognormal(median 200ms p99 1s)`)"),
    ("lognormal(median 0s p99 1s)", "`median` of lognormal must be above zero"),
    ("exponential(mean 0ms)", "`mean` of exponential must be above zero"),
    ("exponential(mean 5)", "`5` is a number without a unit of time (did you mean `5s`?)"),
    ("exponential(mean -5ms)", "a time cannot be negative: `-5ms`"),
    ("exponential(mean 5ms mean 6ms)", "`mean` stands twice in exponential"),
    ("exponental(mean 5ms)", "`exponental` is not a distribution (did you mean `exponential`?)"),
    ("exponential", "`exponential` lacks its arguments (write it as in `exponential(mean 5ms)`)"),
    ("exponential(1s)", "`1s` is not an argument of exponential (did you mean `exponential(mean 1s)`?)"),
    ("exponential(mean=1s)", "`mean=1s` is not an argument of exponential (did you mean `exponential(mean 1s)`?)"),
    ("exponential 1s", "`exponential 1s` lacks its arguments (did you mean `exponential(mean 1s)`?)"),
    ("exponential(mean 1s", "`exponential(mean 1s` lacks its closing bracket (did you mean `exponential(mean 1s)`?)"),
    (
      "exponential(mean 1s))",
      "`exponential(mean 1s))` has more brackets than it needs (did you mean `exponential(mean 1s)`?)"
    ),
    ("uniform(1ms..5ms)", "`1ms..5ms` is not an argument of uniform (did you mean `uniform(low 1ms high 5ms)`?)"),
    ("lognormal(200ms 1s)", "`200ms` is not an argument of lognormal (did you mean `lognormal(median 200ms p99 1s)`?)"),
    (
      "lognormal(median 200ms",
      "`lognormal(median 200ms` lacks its closing bracket (write it as in `lognormal(median 200ms p99 1s)`, without commas)"
    ),
    (
      "1s..2s",
      "`1s..2s` is a range, and a time or a distribution is expected (did you mean `uniform(low 1s high 2s)`?)"
    ),
    ("5..6s", "`5..6s` is a range, and a time or a distribution is expected (did you mean `uniform(low 5s high 6s)`?)"),
    (
      "uniform(low 5ms high 1ms)",
      "the `low` of uniform is above its `high` (did you mean `uniform(low 1ms high 5ms)`?)"
    ),
    ("pareto(minimum 10ms shape 0)", "`shape` of pareto is out of bounds: `0`"),
    ("pareto(minimum 10ms shape heavy)", "`heavy` is not a number (write it as in `pareto(minimum 10ms shape 2.5)`)"),
    ("erlang(stages 0 mean 1ms)", "`0` is out of bounds (from 1 to 1000)"),
    ("erlang(stages 2.5 mean 1ms)", "`2.5` is not a whole number"),
    (
      "hyperexponential(share 90% mean 5ms share 20% mean 50ms)",
      "the shares of hyperexponential add up to 110%, not to 100%"
    ),
    ("hyperexponential(share 100% mean 5ms mean 6ms)", "a mean of hyperexponential has no share before it"),
    ("hyperexponential(share 50% share 50% mean 5ms)", "a share of hyperexponential has no mean"),
    (
      "zipf(s 0.9)",
      "`zipf` only picks keys (one of `constant`, `exponential`, `lognormal`, `uniform`, `pareto`, `erlang`, `hyperexponential` or `empirical`)"
    ),
    ("empirical(other.csv)", "cannot read `other.csv`: no such file"),
    ("empirical()", "empirical needs a file (write it as in `empirical(file.csv)`)"),
  ])
  func badDistributions(text: String, expected: String) {
    #expect(message(text) == expected)
  }

  @Test func badPicksAndSizes() {
    #expect(message("zipf(s -1)", .keys) == "`s` of zipf is out of bounds: `-1`")
    #expect(message("exponential(mean 5)", .keys) == "`exponential` cannot pick keys (one of `uniform` or `zipf`)")
    #expect(message("zipf", .keys) == "`zipf` lacks its arguments (write it as in `zipf(s 0.9)`)")
    #expect(message("5", .keys) == "`5` is not a way to pick keys (`uniform` or `zipf(s 0.9)`)")
    #expect(
      message("lognormal(median 1ms p99 1s)", .size) == "`ms` is not a unit of size (B KB MB GB TB KiB MiB GiB TiB)")
  }

  @Test func badEmpiricalValues() {
    func read(_ contents: String) -> String {
      do throws(ValueError) {
        return "\(try ValueReader.distribution("empirical(a.csv)", over: .time) { (_) throws(ValueError) in contents })"
      } catch {
        return error.message
      }
    }
    #expect(read("") == "a.csv holds no values")
    #expect(read("1ms\n2\n") == "value 2 of a.csv: `2` is a number without a unit of time")
    #expect(read("1ms\nx\n") == "value 2 of a.csv: `x` is not a time")
  }
}
