import Engine
import Statistics

/// A measure since a mark, with the part of it that came after the refresh asked.
struct MeasureState: ~Copyable {
  var delays = IntervalHistogram()
  var pipeline = Histogram()

  mutating func record(_ delay: Nanoseconds, pipeline lag: Nanoseconds?) {
    delays.record(delay)
    if let lag { pipeline.record(lag) }
  }
}
