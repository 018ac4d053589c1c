import Foundation
import Testing

/// A small scenario in a scratch folder, and what its studies say.
struct Study {
  /// - Parameter more: further lines of the file.
  static func text(duration: String = "20s", more: String = "") -> String {
    """
    orrery: 1
    name: tiers
    question: How many of each?
    origin: assumed
    run: { duration: \(duration), warm-up: 2s, drain: 5s, stands-for: 30d }
    components:
      front: { kind: service, replicas: 2, cores: 1, threads: 1, queue: 10k, price: { instance: $30/month }, operations: { page: exponential(mean 4ms) } }
      back: { kind: service, replicas: 3, cores: 1, threads: 1, queue: 10k, price: { instance: $50/month }, operations: { page: exponential(mean 6ms) } }
    policies: { patient: { timeout: 1min } }
    flows: { visit: [ { call: front.page, policy: patient }, { call: back.page, policy: patient } ] }
    workloads: { visitors: { rate: 200/s, flows: { visit: 100% } } }
    budgets: { mean: mean latency(flow=visit) < 30ms }

    """ + more
  }

  let program: Program
  let file: String

  init(named name: String = "tiers.yaml") throws {
    program = try Program()
    file = try program.write(name, Self.text())
  }

  func remove() { program.remove() }

  /// Runs a command that writes its answer, and reads this but for what is said of the machine.
  func answer(_ arguments: [String], out: String, code: Int32 = 0, environment: [String: String] = [:]) throws
    -> NSDictionary
  {
    let ending = try program(
      // A template is last.
      [arguments[0], file, "--no-report", "--out", out, "--json", "\(out).json"] + arguments.dropFirst(),
      environment: environment)
    try #require(ending.code == code, "\(ending.output)\(ending.errors)")
    return try read("\(out).json")
  }

  func read(_ name: String) throws -> NSDictionary {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(program.folder)/\(name)"))
    let value = Self.withoutHost(try JSONSerialization.jsonObject(with: data))
    return try #require(value as? NSDictionary)
  }

  private static func withoutHost(_ value: Any) -> Any {
    if let object = value as? [String: Any] {
      return object.filter { $0.key != "host" }.mapValues(withoutHost) as NSDictionary
    }
    if let array = value as? [Any] { return array.map(withoutHost) }
    return value
  }

  /// Writes a program of bash.
  func script(_ name: String, _ text: String) throws -> String {
    let path = try program.write(name, "#!/bin/bash\n" + text)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  func lines(_ name: String) -> [String] {
    ((try? String(contentsOfFile: "\(program.folder)/\(name)", encoding: .utf8)) ?? "")
      .split(separator: "\n").map(String.init)
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(program.folder)/\(name)") }

  /// Waits until something is so.
  static func wait(seconds: Double = 20, _ what: String, until isSo: () -> Bool) throws {
    let end = Date(timeIntervalSinceNow: seconds)
    while !isSo() {
      try #require(Date() < end, "\(what): not within \(seconds) s")
      usleep(20_000)
    }
  }
}
