import Foundation
import Testing

/// A load on a service that has ended.
struct LiveRun {
  let ending: RunningProgram.Ending
  /// Nil where it has written none.
  let report: LiveReport?
  /// Of the folder of the test.
  let json: String

  /// - Parameter within: how long it may take.
  init(
    _ file: String, on url: String, _ arguments: [String] = [], in scratch: Scratch,
    environment: [String: String] = [:], within time: Duration = .seconds(90)
  ) throws {
    let started = try Started(file, on: url, arguments, in: scratch, environment: environment)
    self = try started.ended(within: time)
  }

  init(_ ending: RunningProgram.Ending, json: String, in scratch: Scratch) throws {
    self.ending = ending
    self.json = json
    report = try FileManager.default.contents(atPath: scratch.path(json)).map {
      try JSONDecoder().decode(LiveReport.self, from: $0)
    }
  }

  /// What it reported.
  func live(_ place: SourceLocation = #_sourceLocation) throws -> LiveReport.Live {
    try #require(try reported(place).live, "\(ending)", sourceLocation: place)
  }

  func reported(_ place: SourceLocation = #_sourceLocation) throws -> LiveReport {
    try #require(report, "it wrote no report: \(ending)", sourceLocation: place)
  }

  /// Whether what was measured is of the service. A machine that is busy with something else is no defect: where the
  /// generator says so, that is noted.
  var isJudged: Bool {
    guard ending.code == 97, let reasons = report?.live?.generator.reasons, !reasons.isEmpty else { return true }
    note("cannot judge: \(reasons.joined(separator: "; "))")
    return false
  }

  /// One that goes on.
  struct Started {
    let program: RunningProgram
    private let json: String
    private let scratch: Scratch

    init(
      _ file: String, on url: String, _ arguments: [String] = [], in scratch: Scratch,
      environment: [String: String] = [:]
    ) throws {
      self.scratch = scratch
      json = scratch.unusedName("run") + ".json"
      program = try Programs.orrery(
        ["live", file, "--target", url, "--json", json] + arguments, in: scratch, environment: environment)
    }

    func ended(within time: Duration = .seconds(90)) throws -> LiveRun {
      try LiveRun(program.ending(within: time), json: json, in: scratch)
    }
  }
}

extension [String] {
  /// For a run that asks one thing, and nothing of this machine or of a model.
  static let plain = ["--no-fidelity", "--no-self-test", "--no-report"]
}
