/// Shows how far the tasks of a study are.
final class DistributionProgress {
  private let console: Console
  private let name: String
  private let clock = ContinuousClock()
  private let started: ContinuousClock.Instant
  private var lastShown: ContinuousClock.Instant?
  private var isLineOpen = false

  init(_ console: Console, name: String) {
    self.console = console
    self.name = name
    started = clock.now
  }

  /// - Parameters:
  ///   - done: replications that are stored.
  ///   - open: how the tasks stand that have not ended.
  func show(done: Int, of total: Int, _ open: [TaskState]) {
    guard !console.isQuiet else { return }
    let now = clock.now
    let pause: Duration = Console.isTerminal ? .milliseconds(200) : .seconds(10)
    // What is over within the first pause of a log says so by its result.
    guard now - (lastShown ?? (Console.isTerminal ? started - pause : started)) >= pause else { return }
    lastShown = now
    let running = open.count { $0 == .running }
    let waiting = open.compactMap { if case .waiting(let reason) = $0 { reason } else { nil } }
    let reason = waiting.first { !$0.isEmpty }.map { " (\($0))" } ?? ""
    let elapsed = (now - started).components.seconds
    let text =
      "\(name): \(done) of \(total) replications, \(running) tasks running, \(waiting.count) waiting\(reason), \(elapsed) s"
    if Console.isTerminal {
      Console.progress(text)
      isLineOpen = true
    } else {
      console.note(text)
    }
  }

  func end() {
    if isLineOpen { Console.progress(nil) }
    isLineOpen = false
  }
}
