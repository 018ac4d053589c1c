import Engine
import Statistics

/// What one component did in each timeline interval.
struct ComponentSeries {
  /// By `Gauge`.
  var gauges = Gauge.allCases.map { _ in LevelSeries() }
  var completions: [UInt64] = []
  /// Of components that scale alone; the others are what their plan says.
  var active = LevelSeries()
  var absence = AbsenceSeries()
  /// Calls that failed, and arrivals at an interface with a quota: what it refuses counts at once.
  var failures: [UInt64] = []
  var arrivals: [UInt64] = []
  var lastFailures: UInt64 = 0
  var lastPresent: Int64 = 0
  /// The 99th percentile of the responses that ended in each point of a stored timeline; -1 where none did.
  var tails: [Nanoseconds] = []
  /// All responses when the current point began.
  var responses = Histogram()
  /// Areas at the end of the measured part.
  var totals: Totals?

  struct Totals {
    var gauges: GaugeMeasurements
    var active: UInt128
    var absence: ReplicaAbsence
  }
}
