import Components
import Engine
import Experiments
import Foundation
import Recording

/// Shows how far a run is, and stores what it has measured so far: a killed process loses little.
final class RunMonitor: RunObserver {
  private let console: Console
  private let name: String
  private let store: RunStore?
  private let run: Int64
  private let clock = ContinuousClock()
  private let started: ContinuousClock.Instant
  private var lastShown: ContinuousClock.Instant
  private var lastStored: ContinuousClock.Instant
  /// Storing takes a tenth of the run's time at most.
  private var pause = RunMonitor.storeInterval
  private var isLineOpen = false
  /// Work of earlier replications, and of the one that was heard of last.
  private var finished: UInt64 = 0
  private var current: (replication: Int, work: UInt64) = (0, 0)
  private(set) var storageFailure: (any Error)?

  /// Wall-clock time between two updates of the database during a run.
  static let storeInterval = Duration.seconds(2)

  init(console: Console, name: String, store: RunStore?, run: Int64) {
    self.console = console
    self.name = name
    self.store = store
    self.run = run
    started = clock.now
    lastShown = started
    lastStored = started
  }

  func replicationProgressed(_ replication: Int, of total: Int, _ progress: Components.Progress) {
    guard !console.isQuiet else { return }
    let isRefreshing = progress.refreshes > 0
    if replication != current.replication { finished += current.work }
    current = (replication, isRefreshing ? progress.refreshes : progress.events)
    let now = clock.now
    let pause: Duration = Console.isTerminal ? .milliseconds(150) : .seconds(10)
    guard now - lastShown >= pause else { return }
    lastShown = now
    let elapsed = seconds(now - started)
    let done = Double(progress.simulated) / Double(max(1, progress.total))
    let overall = (Double(replication) + done) / Double(max(1, total))
    let left = overall > 0 ? elapsed / overall * (1 - overall) : 0
    let speed = (Double(replication) * Double(progress.total) + Double(progress.simulated)) / 1e9 / elapsed
    let work = "\(short(Double(finished + current.work) / elapsed)) \(isRefreshing ? "refreshes" : "events")/s"
    let part = total > 1 ? " replication \(replication + 1)/\(total)," : ""
    let text =
      "\(name):\(part) \(Int(saturating: (overall * 100).rounded(.down))) %, \(work), \(short(speed)) times real time, \(Int(saturating: left.rounded(.up))) s left"
    if Console.isTerminal {
      Console.progress(text)
      isLineOpen = true
    } else {
      console.note(text)
    }
  }

  func partialResult(_ result: () -> RunResult) {
    guard let store, storageFailure == nil, clock.now - lastStored >= pause else {
      return
    }
    let began = clock.now
    do {
      try store.update(run, with: result(), isFinal: false)
    } catch {
      // A full disk ends the run at the next window; what was stored before stays.
      storageFailure = error
      Interruption.request.stop()
    }
    lastStored = clock.now
    pause = max(RunMonitor.storeInterval, (lastStored - began) * 10)
  }

  func end() {
    if isLineOpen { Console.progress(nil) }
    isLineOpen = false
  }

  private func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }

  private func short(_ value: Double) -> String {
    switch value {
    case 1e9...: "\(tenths(value / 1e9)) G"
    case 1e6...: "\(tenths(value / 1e6)) M"
    case 1e3...: "\(tenths(value / 1e3)) k"
    default: "\(Int(value))"
    }
  }

  private func tenths(_ value: Double) -> String {
    let rounded = Int(saturating: value * 10)
    return "\(rounded / 10).\(rounded % 10)"
  }
}
