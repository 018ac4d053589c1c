import Foundation

/// Runs each task as a process of this machine, which may hand it on to another, so many at a time.
final class ProcessEngine: TaskEngine {
  private struct Running {
    var task: ShardTask
    var process: ChildProcess
  }

  let endsWhatItLost: Bool
  let interval = Duration.milliseconds(20)
  private let template: CommandTemplate
  private let command: TaskCommand
  private let folder: PartFolder
  private let shards: Int
  private var places: [Running?]
  private var queue: [ShardTask] = []

  /// How long a process that is asked to end may take to.
  private static let patience = Duration.seconds(10)

  /// - Parameters:
  ///   - template: that of a task of this machine when nil.
  ///   - places: so many tasks run at once.
  init(_ template: CommandTemplate?, _ command: TaskCommand, folder: PartFolder, shards: Int, places: Int) {
    // What ssh has started may live on when ssh has ended.
    endsWhatItLost = template == nil
    self.template = template ?? .local
    self.command = command
    self.folder = folder
    self.shards = shards
    self.places = Array(repeating: nil, count: max(1, places))
  }

  /// Processes end with the command that started them, or finish what they are at; nothing says which there are.
  func resume() -> [Int] { [] }

  func submit(_ tasks: [ShardTask]) throws {
    queue += tasks
    try fill()
  }

  func look() throws -> [(shard: Int, state: TaskState)] {
    var states: [(Int, TaskState)] = []
    for place in places.indices {
      guard let running = places[place] else { continue }
      switch running.process.look() {
      case nil:
        states.append((running.task.shard, .running))
        continue
      case .exited(let code): states.append((running.task.shard, .ended(code)))
      case .killed(let signal): states.append((running.task.shard, .lost("killed by signal \(signal)")))
      }
      places[place] = nil
    }
    states += queue.map { ($0.shard, .waiting("")) }
    try fill()
    return states
  }

  func cancel() -> [String] {
    queue = []
    let running = places.compactMap { $0 }
    for one in running { one.process.signal(SIGTERM) }
    let end = ContinuousClock.now + Self.patience
    while running.contains(where: { $0.process.look() == nil }) && ContinuousClock.now < end { usleep(10_000) }
    for one in running { one.process.signal(SIGKILL) }
    places = places.map { _ in nil }
    return []
  }

  private func fill() throws {
    for place in places.indices where places[place] == nil && !queue.isEmpty {
      let task = queue.removeFirst()
      places[place] = Running(
        task: task, process: try ChildProgram.start(words(task, place), log: folder.log(task.shard)))
    }
  }

  private func words(_ task: ShardTask, _ place: Int) -> [String] {
    let database = folder.database(task.shard, attempt: endsWhatItLost ? 1 : task.attempt)
    let vector = command.vector(shard: "\(task.shard)/\(shards)", database: database)
    return template.filled(task: vector) { name in
      switch name {
      case .task, .quoted: ""
      case .program: command.program
      case .shard: String(task.shard)
      case .shards: String(shards)
      case .database: database
      case .log: folder.log(task.shard)
      case .folder: folder.path
      case .slot: String(place + 1)
      case .attempt: String(task.attempt)
      }
    }
  }
}
