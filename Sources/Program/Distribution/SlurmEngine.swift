import Foundation

/// Runs tasks as job arrays of Slurm, by its programs `sbatch`, `squeue`, `sacct`, `scontrol` and `scancel`.
final class SlurmEngine: TaskEngine {
  /// Of an array job; a site may allow fewer.
  static let mostTasks = 1_000
  /// A task that nothing knows of is lost after so long: the folder and the accounts may lag behind.
  private static let grace = Duration.seconds(30)
  /// A controller that does not answer for so long is given up.
  private static let patience = Duration.seconds(600)

  let endsWhatItLost = true
  let interval: Duration
  private let name: String
  private let command: TaskCommand
  private let folder: PartFolder
  private let shards: Int
  /// Options of `sbatch` besides its own.
  private let options: [String]
  private let mostAtOnce: Int?
  private let clock = ContinuousClock()
  /// The job that each open shard is a task of, by shard.
  private var open: [Int: String] = [:]
  /// The job that each shard which was lost was a task of.
  private var lost: [Int: String] = [:]
  private var unknownSince: [Int: ContinuousClock.Instant] = [:]
  private var silentSince: ContinuousClock.Instant?

  /// - Parameter name: of the jobs.
  init(
    name: String, _ command: TaskCommand, folder: PartFolder, shards: Int, options: [String], mostAtOnce: Int?,
    interval: Duration = .seconds(1)
  ) {
    self.name = name
    self.command = command
    self.folder = folder
    self.shards = shards
    self.options = options
    self.mostAtOnce = mostAtOnce
    self.interval = interval
  }

  // MARK: Submitting

  func resume() throws -> [Int] {
    let text = (try? String(contentsOfFile: folder.jobs, encoding: .utf8)) ?? ""
    let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: " ").map(String.init) }
    let arrays = lines.filter { $0.count == 2 && $0[0] == "array" && Int($0[1]) != nil }.map { $0[1] }
    guard !arrays.isEmpty else { return [] }
    // Whoever follows also puts the parts together.
    for line in lines where line.count == 2 && line[0] == "merge" && Int(line[1]) != nil {
      _ = try? ChildProgram.run(["scancel", line[1]])
    }
    for (task, _) in try queue(arrays) where (1...shards).contains(task.number) { open[task.number] = task.job }
    return open.keys.sorted()
  }

  func submit(_ tasks: [ShardTask]) throws {
    let numbers = tasks.map(\.shard).sorted()
    // One that is thought to be lost may still be there.
    for number in numbers {
      if let job = lost.removeValue(forKey: number) { _ = try ChildProgram.run(["scancel", "\(job)_\(number)"]) }
      try? FileManager.default.removeItem(atPath: folder.code(number))
    }
    let directory = FileManager.default.currentDirectoryPath
    let text = JobScript.array(
      command, shards: shards, number: "SLURM_ARRAY_TASK_ID", folder: folder, directory: directory)
    let throttle = mostAtOnce.map { "%\($0)" } ?? ""
    let job = try batch(
      text, as: "array", ["--array=\(IndexRanges.text(numbers))\(throttle)", "--requeue"])
    for number in numbers { open[number] = job }
  }

  /// Has a command run when everything that was submitted has ended.
  ///
  /// - Returns: the numbers of the jobs, the arrays first.
  func submitMerge(_ words: [String]) throws -> [String] {
    let arrays = Set(open.values).sorted()
    let text = JobScript.merge(words, folder: folder, directory: FileManager.default.currentDirectoryPath)
    let dependency = "afterany:" + arrays.joined(separator: ":")
    return arrays + [try batch(text, as: "merge", ["--dependency=\(dependency)"])]
  }

  private func batch(_ text: String, as kind: String, _ more: [String]) throws -> String {
    let script = "\(folder.path)/\(kind).sh"
    try OutputOptions.write(text, to: script)
    let words =
      ["sbatch", "--parsable", "--job-name=\(name)", "--output=/dev/null", "--chdir=/"] + options + more + [script]
    let ending = try ChildProgram.run(words, seconds: 60)
    guard ending.code == 0, let job = SlurmReading.submitted(ending.output) else {
      throw DistributionFailure(.ioFailure, "sbatch refuses the job: \(ending.complaint)")
    }
    let known = (try? String(contentsOfFile: folder.jobs, encoding: .utf8)) ?? ""
    try OutputOptions.write("\(known)\(kind) \(job)\n", to: folder.jobs)
    return job
  }

  // MARK: Looking

  func look() throws -> [(shard: Int, state: TaskState)] {
    var states: [Int: TaskState] = [:]
    for shard in open.keys { states[shard] = code(of: shard).map { .ended($0) } }
    let asked = open.keys.sorted().filter { states[$0] == nil }
    if !asked.isEmpty {
      do {
        try ask(asked, &states)
        silentSince = nil
      } catch let failure as DistributionFailure {
        // A controller that is restarted has lost nothing.
        let since = silentSince ?? clock.now
        silentSince = since
        if clock.now - since > Self.patience { throw failure }
        for shard in asked { states[shard] = .waiting("Slurm does not answer") }
      }
    }
    let found = states.sorted { $0.key < $1.key }
    for (shard, state) in found {
      switch state {
      case .ended, .lost:
        let job = open.removeValue(forKey: shard)
        if case .lost = state { lost[shard] = job }
        unknownSince[shard] = nil
      case .waiting, .running: break
      }
    }
    return found.map { ($0.key, $0.value) }
  }

  /// What the queue, or else the accounts, say of shards.
  private func ask(_ shards: [Int], _ states: inout [Int: TaskState]) throws {
    let jobs = Set(shards.compactMap { open[$0] }).sorted()
    func take(_ found: [(task: SlurmReading.Task, state: TaskState)]) {
      for (task, state) in found where open[task.number] == task.job && states[task.number] == nil {
        states[task.number] = state
      }
    }
    take(try queue(jobs))
    if shards.contains(where: { states[$0] == nil }) { take(try accounts(jobs)) }
    for shard in shards {
      guard states[shard] == nil else {
        unknownSince[shard] = nil
        continue
      }
      let since = unknownSince[shard] ?? clock.now
      unknownSince[shard] = since
      states[shard] =
        clock.now - since > Self.grace
        ? .lost("Slurm knows task \(open[shard] ?? "")_\(shard) no longer, or not its state")
        : .waiting("Slurm says nothing of it")
    }
  }

  private func queue(_ jobs: [String]) throws -> [(task: SlurmReading.Task, state: TaskState)] {
    let ending = try ChildProgram.run([
      "squeue", "--noheader", "--array", "--jobs=\(jobs.joined(separator: ","))", "--format=%F|%K|%T|%r",
    ])
    // A job that has ended is no longer known after a while.
    if ending.code != 0 && !ending.errors.contains("Invalid job id") {
      throw DistributionFailure(.ioFailure, "squeue: \(ending.complaint)")
    }
    return SlurmReading.queue(ending.output)
  }

  private func accounts(_ jobs: [String]) throws -> [(task: SlurmReading.Task, state: TaskState)] {
    let kept = try? ChildProgram.run([
      "sacct", "--noheader", "--parsable2", "--allocations", "--jobs=\(jobs.joined(separator: ","))",
      "--format=JobID,State,ExitCode",
    ])
    if let kept, kept.code == 0 { return SlurmReading.accounts(kept.output) }
    // Many sites keep no accounts; the controller remembers for some minutes.
    return try jobs.flatMap {
      SlurmReading.jobs(try ChildProgram.run(["scontrol", "--oneliner", "show", "job", $0]).output)
    }
  }

  /// What the job script has left.
  private func code(of shard: Int) -> Int32? {
    (try? String(contentsOfFile: folder.code(shard), encoding: .utf8)).flatMap {
      Int32($0.prefix { !$0.isNewline })
    }
  }

  // MARK: Ending

  func cancel() -> [String] {
    var problems: [String] = []
    for job in Set(open.values).sorted() {
      do {
        let ending = try ChildProgram.run(["scancel", job])
        if ending.code != 0 { problems.append("job \(job) could not be cancelled: \(ending.complaint)") }
      } catch {
        problems.append("job \(job) could not be cancelled: \(error)")
      }
    }
    // What a task has finished is stored within seconds of being told.
    let end = clock.now + .seconds(15)
    while problems.isEmpty && clock.now < end {
      guard let left = try? queue(Set(open.values).sorted()) else { break }
      if left.isEmpty { break }
      usleep(500_000)
    }
    return problems
  }
}
