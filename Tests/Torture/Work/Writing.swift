import Foundation

/// A command that writes, with what it is expected to do where nothing disturbs it.
struct Writing: Sendable {
  var arguments: [String]
  /// The database that it writes into, where it does.
  var database: String?
  /// Replaces a run that is there, instead of adding to it.
  var replaces = false

  var text: String { "orrery " + arguments.joined(separator: " ") }

  /// Every command that writes, in the folder that `WritingFolder` has made.
  static let all: [Writing] = [
    Writing(
      arguments: ["run", "shop.yaml", "--replications", "6", "--no-report", "--json", "run.json"],
      database: "results/shop.sqlite"),
    Writing(arguments: ["run", "shop.yaml", "--seed", "3"], database: "results/shop.sqlite"),
    Writing(
      arguments: [
        "sweep", "shop.yaml", "--vary", "components.app.threads=5,6,7", "--replications", "3", "--no-report",
      ], database: "results/shop.sqlite"),
    Writing(
      arguments: ["capacity", "shop.yaml", "--replications", "2", "--no-report"], database: "results/shop.sqlite"),
    Writing(
      arguments: [
        "compare", "shop.yaml", "--with", "slow", "--with", "other", "--replications", "3", "--no-report",
      ], database: "results/shop.sqlite"),
    Writing(
      arguments: ["compare", "shop.yaml", "--with", "other", "--replications", "2"], database: "results/shop.sqlite"),
    Writing(
      arguments: [
        "check", "shop.yaml", "--replications", "5", "--baseline", "baseline.sqlite", "--junit", "gate.xml",
        "--markdown", "gate.md", "--json", "gate.json",
      ], database: "results/shop.sqlite"),
    Writing(
      arguments: ["baseline", "save", "shop.yaml", "--replications", "5"], database: "baseline.sqlite", replaces: true),
    Writing(
      arguments: ["baseline", "save", "shop.yaml", "--with", "other", "--to", "new.sqlite"], database: "new.sqlite"),
    Writing(
      arguments: ["merge", "part-1/shop.sqlite", "part-2/shop.sqlite", "--to", "merged.sqlite", "--no-report"],
      database: "merged.sqlite"),
    Writing(
      arguments: ["merge", "part-1/shop.sqlite", "part-2/shop.sqlite", "--to", "results/shop.sqlite", "--no-report"],
      database: "results/shop.sqlite"),
    Writing(arguments: ["report", "results/shop.sqlite", "--out", "pages", "--json", "report.json"]),
    Writing(
      arguments: ["run", "shop.yaml", "--replications", "4", "--shard", "1/2", "--out", "part-3", "--no-report"],
      database: "part-3/shop.sqlite"),
  ]
}

/// The folder that writing commands run in: a scenario, a database with runs, a baseline, and the parts of a run. It is
/// made once, and copied for each case.
struct WritingFolder: Sendable {
  static let scenario = """
    orrery: 1
    name: shop
    question: what holds?
    run: { starts: Mon 00:00, duration: 60s, warm-up: 0s, drain: 2s, stands-for: 30d }
    components: { app: { kind: service, threads: 4, price: { instance: $5/month }, operations: { page: exponential(mean 5ms) } } }
    flows: { visit: [ { call: app.page, timeout: 1s } ] }
    workloads: { w: { rate: 50/s, flows: { visit: 100% } } }
    budgets: { quick: p95 latency(flow=visit) < 1s, errors: rate errors(flow=visit) < 5% }
    options:
      slow: { components.app.operations.page: 900ms }
      other: { components.app.threads: 5 }

    """

  let path: String

  /// Of a command that nothing has disturbed.
  struct Reference: Sendable {
    var code: Int32
    /// Of finished runs that it has added, sorted.
    var digests: [String]
    var seconds: Double
  }

  init(_ stage: Stage, name: String) throws {
    path = "\(stage.folder)/\(name)"
    let manager = FileManager.default
    guard !manager.fileExists(atPath: path) else { return }
    try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Self.scenario.write(toFile: "\(path)/shop.yaml", atomically: true, encoding: .utf8)
    for arguments in [
      ["run", "shop.yaml", "--no-report", "-q"], ["check", "shop.yaml", "--replications", "2", "-q"],
      ["baseline", "save", "shop.yaml", "--replications", "3", "-q"],
      ["run", "shop.yaml", "--replications", "4", "--shard", "1/2", "--out", "part-1", "--no-report", "-q"],
      ["run", "shop.yaml", "--replications", "4", "--shard", "2/2", "--out", "part-2", "--no-report", "-q"],
    ] {
      let ending = stage.orrery(arguments, in: path)
      guard ending.code == 0 else { throw Stage.Missing(description: "\(arguments) \(ending.short): \(ending.said)") }
    }
  }

  func copy(to folder: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      try FileManager.default.copyItem(atPath: "\(path)/\(name)", toPath: "\(folder)/\(name)")
    }
  }

  /// Runs a command in a copy.
  func reference(of writing: Writing, _ stage: Stage) throws -> Reference {
    let folder = "\(stage.folder)/reference-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try copy(to: folder)
    let began = ContinuousClock.now
    let ending = stage.orrery(writing.arguments, in: folder)
    let seconds = began.duration(to: .now) / .seconds(1)
    guard ending.signal == 0, !ending.isTimedOut, [0, 97, 99].contains(ending.code) else {
      throw Stage.Missing(description: "\(writing.text) \(ending.short): \(ending.said)")
    }
    let digests = try writing.database.map { database in
      try DatabaseContents("\(folder)/\(database)").finished(since: try before(database))
    }
    return Reference(code: ending.code, digests: digests ?? [], seconds: seconds)
  }

  /// What a database holds before the command; nil where it is not there.
  func before(_ database: String) throws -> DatabaseContents? {
    FileManager.default.fileExists(atPath: "\(path)/\(database)") ? try DatabaseContents("\(path)/\(database)") : nil
  }
}
