import Components
import Scenarios
import Statistics

/// Runs every point of a grid of settings. What is stored already is not run again, so a sweep that was interrupted
/// continues when it is started again.
package struct Sweep {
  /// A grid is refused beyond this: it would not end.
  package static let mostPoints = 10_000

  package struct Axis: Sendable, Equatable {
    package var path: String
    package var values: [String]
    package init(path: String, values: [String]) {
      self.path = path
      self.values = values
    }
  }

  /// Every combination, the last axis fastest. O(points).
  package static func grid(_ axes: [Axis]) -> [[Setting]] {
    axes.reduce([[]]) { points, axis in
      points.flatMap { point in axis.values.map { point + [Setting(path: axis.path, text: $0)] } }
    }
  }

  private let axes: [Axis]
  private let replications: Int
  private let experiments: [(settings: [Setting], experiment: Experiment)]

  /// - Parameter experiments: of every point of the grid, in its order.
  package init(axes: [Axis], replications: Int, experiments: [(settings: [Setting], experiment: Experiment)]) {
    self.axes = axes
    self.replications = replications
    self.experiments = experiments
  }

  /// - Parameter finished: is given each point as soon as it is known.
  package func run(
    stop: StopRequest, observer: (String) -> (any RunObserver)? = { _ in nil },
    finished: (DesignPoint, Experiment) throws -> Void = { _, _ in }
  ) throws -> SweepResult {
    var sweep = SweepResult()
    sweep.axes = axes.map { ($0.path, $0.values) }
    for (settings, experiment) in experiments {
      let name = DesignPoint(settings: settings, result: RunResult()).label
      try experiment.extend(to: replications, stop: stop, observer: observer(name))
      let result = experiment.result()
      if result.isPartial {
        sweep.isPartial = true
        break
      }
      let point = DesignPoint(settings: settings, result: result)
      try finished(point, experiment)
      sweep.points.append(point)
    }
    ParetoFront.mark(&sweep.points)
    return sweep
  }
}
