import Components
import Engine

/// Rates over time as knots, from what the shapes of workloads say.
enum RateCurve {
  static func constant(_ rate: Double, from begin: Nanoseconds, until end: Nanoseconds) -> [RateKnot] {
    [
      RateKnot(at: begin, before: 0, after: rate),
      RateKnot(at: max(end, begin + 1), before: rate, after: 0),
    ]
  }

  /// Stages one after the other, with a phase for each that takes time. The rate moves linearly to each
  /// target, or holds it from the stage's beginning.
  static func stages(
    _ stages: [Workload.Stage], from begin: Nanoseconds, holding: Bool, scaled: (Double) -> Double
  ) -> (knots: [RateKnot], phases: [(name: String, begins: Nanoseconds, ends: Nanoseconds)]) {
    var time = begin
    var knots = [RateKnot(at: time, before: 0, after: 0)]
    var phases: [(name: String, begins: Nanoseconds, ends: Nanoseconds)] = []
    for stage in stages {
      let target = scaled(stage.target)
      if holding || stage.duration == 0 { knots[knots.count - 1].after = target }
      if stage.duration == 0 { continue }
      phases.append((stage.name, time, time + stage.duration))
      time += stage.duration
      knots.append(RateKnot(at: time, before: target, after: target))
    }
    knots[knots.count - 1].after = 0
    return (knots, phases)
  }

  /// Spans with a rate each; where several overlap, their rates add up. What lies before `begin` is left out.
  ///
  /// - Complexity: O(n²) in the spans.
  static func calendar(
    _ spans: [(at: Nanoseconds, duration: Nanoseconds, rate: Double)], from begin: Nanoseconds,
    scaled: (Double) -> Double
  ) -> [RateKnot] {
    let open = spans.filter { $0.duration > 0 && $0.at + $0.duration > begin }
    let edges = open.flatMap { [max(begin, $0.at), $0.at + $0.duration] }.sorted()
    var knots: [RateKnot] = []
    var rate = 0.0
    for edge in edges where knots.last?.at != edge {
      // Summed anew rather than kept: what is added and taken away again leaves a rest.
      let next = open.reduce(0) { $1.at <= edge && edge < $1.at + $1.duration ? $0 + $1.rate : $0 }
      knots.append(RateKnot(at: edge, before: scaled(rate), after: scaled(next)))
      rate = next
    }
    return knots
  }

  /// The sum of curves that begin and end together.
  static func sum(_ curves: [[RateKnot]]) -> [RateKnot] {
    guard var total = curves.first else { return [] }
    for curve in curves.dropFirst() {
      for index in total.indices {
        total[index].before += curve[index].before
        total[index].after += curve[index].after
      }
    }
    return total
  }

  /// The curve times `factor^(t / every)`, with t since `begin`: the exponential as chords over which it
  /// changes by less than 2 %, and which are off by less than 10⁻⁴ of it.
  static func growing(
    _ knots: [RateKnot], by factor: Double, every: Nanoseconds, from begin: Nanoseconds
  ) -> [RateKnot] {
    guard let first = knots.first, let last = knots.last, factor > 0, factor != 1, every > 0 else { return knots }
    let logarithm = ElementaryFunctions.log(factor)
    let wanted = Double(every) / max(1, (logarithm.magnitude * 64).rounded(.up))
    let step = max(1, wanted, Double(last.at - first.at) / Double(mostChords))
    func grown(_ rate: Double, at time: Nanoseconds) -> Double {
      let exponent = min(700, logarithm * Double(time - begin) / Double(every))
      return min(highestRate, rate * ElementaryFunctions.exp(exponent))
    }
    var all = [first]
    all[0].after = grown(first.after, at: first.at)
    for (from, to) in zip(knots, knots.dropFirst()) {
      let span = to.at - from.at
      let pieces = max(1, Nanoseconds(saturating: (Double(span) / step).rounded(.up)))
      for piece in 1..<max(2, pieces) where piece < pieces {
        let share = Double(piece) / Double(pieces)
        let time = from.at + Nanoseconds((Double(span) * share).rounded())
        let rate = grown(from.after + (to.before - from.after) * share, at: time)
        all.append(RateKnot(at: time, before: rate, after: rate))
      }
      all.append(RateKnot(at: to.at, before: grown(to.before, at: to.at), after: grown(to.after, at: to.at)))
    }
    return all
  }

  /// Bounds of a rate that grows: knots, and requests a second.
  private static let mostChords = 100_000
  private static let highestRate = 1e12
}
