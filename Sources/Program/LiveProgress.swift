import Components
import Engine
import Experiments
import LoadTesting
import Reporting
import Statistics

/// Shows how far a live run is.
final class LiveProgress {
  private let console: Console
  private let name: String
  private let duration: Nanoseconds
  private var isLineOpen = false
  private var last: (written: UInt64, at: Nanoseconds) = (0, 0)

  init(_ console: Console, name: String, duration: Nanoseconds) {
    self.console = console
    self.name = name
    self.duration = duration
  }

  var watcher: LiveExperiment.Watcher {
    var watcher = LiveExperiment.Watcher()
    watcher.tested = { [self] floor in
      console.remark(
        "machine   carries \(QuantityText.rate(floor.carried)); adds \(text(floor.latency.p50)) / \(text(floor.latency.p99)) (p50 / p99), of which send lag \(text(floor.sendLag.p50)) / \(text(floor.sendLag.p99))"
      )
    }
    watcher.second = { [self] now, record in second(now, record) }
    watcher.predicted = { [self] count in
      guard Console.isTerminal, !console.isQuiet else { return }
      Console.progress("\(name): \(count) predictions of the model")
      isLineOpen = true
    }
    return watcher
  }

  private func text(_ time: Int64?) -> String { time.map { QuantityText.time($0) } ?? "-" }

  private func second(_ now: Nanoseconds, _ record: LoadRecord) {
    let every: Nanoseconds = Console.isTerminal ? .second : 10 * .second
    guard !console.isQuiet, now - last.at >= every - .second / 2 else { return }
    let rate = Double(record.written - last.written) / max(1e-9, Double(now - last.at) / 1e9)
    last = (record.written, now)
    let response = record.calls.reduce(into: Histogram()) { $0.merge($1.response) }
    let (ended, failed) = record.seconds.suffix(10).reduce((UInt64(0), UInt64(0))) {
      ($0.0 + $1.ended, $0.1 + $1.failed)
    }
    let line =
      "\(name): \(QuantityText.time(now)) of \(QuantityText.time(duration)), \(QuantityText.rate(rate)), errors \(QuantityText.share(ended == 0 ? 0 : Double(failed) / Double(ended))), p99 \(text(response.quantile(0.99))), send lag p99 \(text(record.sendLag.quantile(0.99)))"
    if Console.isTerminal {
      Console.progress(line)
      isLineOpen = true
    } else {
      console.note(line)
    }
  }

  func end() {
    if isLineOpen { Console.progress(nil) }
    isLineOpen = false
  }
}
