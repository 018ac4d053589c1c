/// What Slurm's programs print, read.
enum SlurmReading {
  /// A task of an array job.
  struct Task: Hashable {
    /// Of the array.
    var job: String
    var number: Int
  }

  /// `123`, or `123;cluster` where there are several clusters.
  static func submitted(_ output: String) -> String? {
    let job = output.split(whereSeparator: \.isNewline).last?.prefix { $0 != ";" } ?? ""
    return !job.isEmpty && job.allSatisfy { $0.isASCII && $0.isNumber } ? String(job) : nil
  }

  /// `123|4|RUNNING|None`, one line a task, as `squeue --format=%F|%K|%T|%r` prints them.
  static func queue(_ output: String) -> [(task: Task, state: TaskState)] {
    output.split(whereSeparator: \.isNewline).compactMap { line in
      let fields = fields(line)
      guard fields.count >= 3, let number = Int(fields[1]) else { return nil }
      let reason = fields.count > 3 && fields[3] != "None" ? fields[3] : ""
      return state(fields[2], code: nil, reason: reason).map { (Task(job: fields[0], number: number), $0) }
    }
  }

  /// `123_4|FAILED|65:0`, as `sacct --format=JobID,State,ExitCode` prints them.
  static func accounts(_ output: String) -> [(task: Task, state: TaskState)] {
    output.split(whereSeparator: \.isNewline).compactMap { line in
      let fields = fields(line)
      guard fields.count == 3 else { return nil }
      let name = fields[0].split(separator: "_")
      guard name.count == 2, let number = Int(name[1]) else { return nil }
      return state(fields[1], code: fields[2]).map { (Task(job: String(name[0]), number: number), $0) }
    }
  }

  /// `ArrayJobId=123 ArrayTaskId=4 JobState=FAILED ExitCode=65:0 …`, as `scontrol --oneliner show job` prints them
  /// where nothing keeps accounts.
  static func jobs(_ output: String) -> [(task: Task, state: TaskState)] {
    output.split(whereSeparator: \.isNewline).compactMap { line in
      func value(_ name: String) -> String? {
        line.split(separator: " ").first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
      }
      guard let job = value("ArrayJobId"), let number = value("ArrayTaskId").flatMap({ Int($0) }),
        let name = value("JobState")
      else { return nil }
      return state(name, code: value("ExitCode")).map { (Task(job: job, number: number), $0) }
    }
  }

  private static func fields(_ line: Substring) -> [String] {
    line.split(separator: "|", omittingEmptySubsequences: false).map { $0.split(separator: " ").joined(separator: " ") }
  }

  private static let queued: Set<String> = [
    "PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "SPECIAL_EXIT", "RESV_DEL_HOLD",
  ]
  private static let active: Set<String> = [
    "RUNNING", "COMPLETING", "SUSPENDED", "RESIZING", "SIGNALING", "STAGE_OUT", "STOPPED",
  ]
  private static let over: Set<String> = [
    "CANCELLED", "NODE_FAIL", "TIMEOUT", "OUT_OF_MEMORY", "PREEMPTED", "BOOT_FAIL", "DEADLINE", "REVOKED", "FAILED",
  ]

  /// Nil for a state that this does not know: who asks goes on asking, for a while.
  ///
  /// - Parameter code: exit code and signal, as in `65:0`.
  private static func state(_ name: String, code: String?, reason: String = "") -> TaskState? {
    // `CANCELLED by 1000`
    let word = String(name.prefix { $0 != " " && $0 != "+" })
    if queued.contains(word) { return .waiting(reason) }
    if active.contains(word) { return .running }
    let parts = code?.split(separator: ":").map { Int32($0) } ?? []
    if word == "COMPLETED" { return .ended(0) }
    if word == "FAILED", parts.count == 2, let code = parts[0], code > 0 { return .ended(code) }
    guard over.contains(word) else { return nil }
    if parts.count == 2, let signal = parts[1], signal > 0 { return .lost("\(word), signal \(signal)") }
    return .lost(word)
  }
}
