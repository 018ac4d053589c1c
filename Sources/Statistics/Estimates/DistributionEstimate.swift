/// What is known of a distribution from its histograms: its mean, percentiles and shares above limits, each with an
/// interval.
///
/// ```swift
/// let latency = DistributionEstimate(HistogramParts(stretches))
/// latency?.percentile(0.99).standing(against: 200e6)
/// latency?.share(above: 200_000_000).interval
/// ```
public struct DistributionEstimate: Sendable {
  private let favourable: ExceedanceCurve
  private let unfavourable: ExceedanceCurve

  /// Nil without samples.
  ///
  /// - Parameters:
  ///   - parts: the samples, with what has not ended at its age.
  ///   - unfavourable: the same with what has not ended as missing, where that differs.
  /// - Complexity: O(stretches · log buckets), for each of about fifty levels.
  public init?(_ parts: HistogramParts, unfavourable: HistogramParts? = nil) {
    guard let curve = ExceedanceCurve(parts) else { return nil }
    favourable = curve
    self.unfavourable = unfavourable.flatMap { ExceedanceCurve($0) } ?? curve
  }

  /// A percentile; `quantile` lies above 0 and below 1, since the least and the greatest of all samples are facts of the
  /// run and no estimates.
  public func percentile(_ quantile: Double) -> PercentileEstimate {
    PercentileEstimate(quantile, favourable, unfavourable)
  }

  /// The share of samples above a value, those that are missing included.
  ///
  /// - Parameters:
  ///   - exceedances: the samples above it if they were counted one by one: the histogram knows them to a bucket.
  ///   - unfavourableExceedances: the same of what counts against; not given where it is the same.
  public func share(
    above value: Int64, exceedances: UInt64? = nil, unfavourableExceedances: UInt64? = nil
  ) -> ShareEstimate {
    ShareEstimate(
      favourable.share(above: value, exactly: exceedances),
      unfavourable.share(above: value, exactly: unfavourableExceedances ?? exceedances))
  }

  /// The mean. A sample that is missing from the favourable parts makes it infinite; one that is missing from the
  /// unfavourable ones makes the upper end infinite.
  public var mean: MeanEstimate? {
    MeanEstimate(favourable.parts.means, unfavourable: unfavourable.parts.means)
  }
}
