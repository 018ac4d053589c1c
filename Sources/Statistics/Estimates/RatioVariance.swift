/// How far a ratio of sums is off: its variance, and how many independent parts that variance rests on.
///
/// Of part i the residual is numerator − ratio · denominator (the ratio estimator; Cochran 1977, 6.4). Neighbours depend
/// on each other: the variance within runs is that of the sum of the residuals times (1 + φ)/(1 − φ), with φ their
/// correlation at lag one, freed of its bias in one run and never below 0. It is taken over stretches as they are and
/// joined by two, four and eight, and the largest counts: a correlation that lasts longer shows in the longer ones.
///
/// Of several replications each stretch is compared with the same stretch of the others, so that load that changes over
/// time, or a fault, is no variance: it is in all of them. The variance between replications, which needs no assumption
/// but has few degrees of freedom, counts where it is larger. One run cannot tell a pattern from chance: a load that
/// changes has few independent parts there.
struct RatioVariance {
  let ratio: Double
  /// Sum of the denominators.
  let denominator: Double
  /// Of `ratio`.
  private(set) var variance = 0.0
  /// What of it comes from the dependence within runs alone.
  private(set) var varianceWithin = 0.0
  private(set) var degreesOfFreedom = 1
  /// As many independent parts would have this dependence.
  private(set) var independentParts: Double
  /// Skewness of the ratio's estimate, over six: what Willink's correction takes.
  private(set) var skewness = 0.0
  private(set) var isBetweenReplications = false

  /// The fewest independent parts of which one run is judged.
  static let fewestParts = 10.0

  /// The fewest stretches from which dependence is seen.
  private static let fewestStretches = 8

  /// Nil where there is no denominator, or a number that is not finite. O(parts).
  init?(_ parts: RatioParts) {
    let total = parts.total
    guard total.denominator > 0, total.numerator.isFinite, total.denominator.isFinite else { return nil }
    let ratio = total.numerator / total.denominator
    self.ratio = ratio
    denominator = total.denominator
    let runs = parts.replications.filter { $0.contains { $0.denominator > 0 } }
    let stretches = min(RatioParts.stretches, runs.map(\.count).min() ?? 0)
    let residuals = runs.map { run in
      RatioParts.joined(run, to: stretches).map { $0.numerator - ratio * $0.denominator }
    }
    independentParts = 0
    guard residuals.contains(where: { $0.contains { $0 != 0 } }) else {
      // No variation at all: every part is as good as another.
      independentParts = Double(max(1, runs.count) * stretches)
      degreesOfFreedom = max(1, Int(independentParts) - 1)
      isBetweenReplications = stretches < Self.fewestStretches && runs.count > 1
      return
    }
    if stretches >= Self.fewestStretches { takeWithin(residuals, stretches) }
    if runs.count > 1 { takeBetween(residuals) }
  }

  /// Whether the variance may be used: one run needs parts enough, replications are independent by design.
  var isSound: Bool { isBetweenReplications || independentParts >= Self.fewestParts }

  /// Student's t at 95 %.
  var student: Double { StudentT.quantile95(degreesOfFreedom: degreesOfFreedom) }

  // MARK: Within runs

  private mutating func takeWithin(_ residuals: [[Double]], _ stretches: Int) {
    let runs = residuals.count
    var groups = stretches
    while groups >= max(Self.fewestStretches, stretches / 8) {
      let joined = residuals.map { Self.joined($0, to: groups) }
      let (variance, correlation) = Self.variance(of: joined)
      self.variance = max(self.variance, variance / (denominator * denominator))
      let each = min(Double(groups - 1), Double(groups) * (1 - correlation) / (1 + correlation))
      if groups == stretches {
        independentParts = each * Double(max(1, runs - 1))
        degreesOfFreedom = max(1, Int(independentParts.rounded(.down)) - 1)
      }
      if groups >= max(Self.fewestStretches, stretches / 4), let skewness = Self.skewness(of: joined) {
        let ofRatio = skewness / (each * Double(runs)).squareRoot() / 6
        if ofRatio.magnitude > self.skewness.magnitude { self.skewness = ofRatio }
      }
      groups /= 2
    }
    varianceWithin = variance
  }

  /// Variance of the sum of all residuals, with the correlation of neighbours.
  private static func variance(of residuals: [[Double]]) -> (Double, correlation: Double) {
    let runs = Double(residuals.count)
    let size = Double(residuals[0].count)
    let pattern = residuals.count > 1 ? means(of: residuals) : nil
    var squares = 0.0
    var products = 0.0
    for run in residuals {
      var last = 0.0
      for index in run.indices {
        let residual = run[index] - (pattern?[index] ?? 0)
        squares += residual * residual
        products += residual * last
        last = residual
      }
    }
    guard squares > 0 else { return (0, 0) }
    let raw = products / squares
    // In one run the residuals sum to none, which takes about (1 + 3φ)/size off; replications are compared with each
    // other, which takes nothing off.
    let unbiased = pattern == nil ? (size * raw + 1) / (size - 3) : raw * size / (size - 1)
    // No correlation is taken to last so long that fewer than four parts would be left: few stretches show no more.
    let correlation = min(0.9, (size - 4) / (size + 4), max(0, unbiased))
    let freedom = pattern == nil ? size / (size - 1) : runs / (runs - 1)
    return (squares * freedom * (1 + correlation) / (1 - correlation), correlation)
  }

  /// Of each stretch over the runs.
  private static func means(of residuals: [[Double]]) -> [Double] {
    var sums = residuals[0]
    for run in residuals.dropFirst() {
      for index in sums.indices { sums[index] += run[index] }
    }
    return sums.map { $0 / Double(residuals.count) }
  }

  private static func skewness(of residuals: [[Double]]) -> Double? {
    var squares = 0.0
    var cubes = 0.0
    var size = 0.0
    for run in residuals {
      for residual in run {
        squares += residual * residual
        cubes += residual * residual * residual
        size += 1
      }
    }
    let variance = squares / size
    return variance > 0 ? cubes / size / (variance * variance.squareRoot()) : nil
  }

  private static func joined(_ residuals: [Double], to groups: Int) -> [Double] {
    guard groups < residuals.count else { return residuals }
    var start = 0
    return (1...groups).map { group in
      let end = residuals.count * group / groups
      defer { start = end }
      return residuals[start..<end].reduce(0, +)
    }
  }

  // MARK: Between replications

  private mutating func takeBetween(_ residuals: [[Double]]) {
    let runs = Double(residuals.count)
    var squares = 0.0
    for run in residuals {
      let sum = run.reduce(0, +)
      squares += sum * sum
    }
    let between = squares * runs / (runs - 1) / (denominator * denominator)
    guard between > variance || !isSound else { return }
    variance = max(variance, between)
    degreesOfFreedom = residuals.count - 1
    independentParts = max(independentParts, runs)
    isBetweenReplications = true
  }
}
