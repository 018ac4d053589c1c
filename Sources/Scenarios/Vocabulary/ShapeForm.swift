import Components

/// How load can come, as the language has it: its key, and the shape that is made of its value.
///
/// ```swift
/// let ramp = ShapeForm(
///   Parameter("ramp", .map([Parameter("to", .rate, "…"), Parameter("over", .time, "…")]), "a rate that grows"),
///   example: "workloads:\n  more: { ramp: { to: 80/s, over: 10min }, flows: { visit: 100% } }"
/// ) { … }
/// ```
package struct ShapeForm: Sendable {
  package let parameter: Parameter
  package let example: String
  /// It has a rate, so that arrivals can be spaced, batched and multiplied.
  let isRate: Bool
  let read: @Sendable (Checker, Item) -> Workload.Shape?

  package var name: String { parameter.name }

  /// A shape whose value says it all.
  /// - Parameter shape: of a value that has the parameter's form; nil where no load comes of it, which is an error.
  package init(
    _ parameter: Parameter, example: String, shape: @escaping @Sendable (ParameterValue) -> Workload.Shape?
  ) {
    self.init(parameter, example: example, isRate: true) { checker, item in
      guard let value = checker.read(parameter.form, item, .init(parameter: parameter.name)) else { return nil }
      guard let made = shape(value) else {
        checker.problems.error("no load comes of this `\(parameter.name)`", at: item.place)
        return nil
      }
      return made
    }
  }

  init(
    _ parameter: Parameter, example: String, isRate: Bool = true,
    read: @escaping @Sendable (Checker, Item) -> Workload.Shape?
  ) {
    self.parameter = parameter
    self.example = example
    self.isRate = isRate
    self.read = read
  }

  /// Every shape of the language, in the order in which it is told.
  package static let all: [ShapeForm] = [
    ShapeForm(
      Parameter("rate", .rate, "a constant rate"), example: example("steady", "rate: 80/s"),
      read: { checker, item in checker.rate(item).map { .rate($0) } }),
    ShapeForm(
      Parameter("stages", .list(.map(Language.stage)), "rates that change linearly from stage to stage"),
      example: example(
        "ramp",
        "stages: [ { name: up, duration: 5min, target: 200/s }, { name: hold, duration: 10min, target: 200/s } ]"),
      read: { checker, item in checker.readStages(item, "stages").map { .stages($0) } }),
    ShapeForm(
      Parameter("diurnal", .map(Language.diurnal), "a daily curve"),
      example: example("daily", "diurnal: { mean: 180/s, peak: x2.4, at: 20:30 }"), read: { $0.readDiurnal($1) }),
    ShapeForm(
      Parameter("steps", .list(.map(Language.stage)), "rates that jump: each stage holds its target"),
      example: example("jumps", "steps: [ { duration: 5min, target: 50/s }, { duration: 5min, target: 100/s } ]"),
      read: { checker, item in checker.readSteps(item).map { .steps($0) } }),
    ShapeForm(
      Parameter("crowd", .map(Language.crowd), "an exact number of arrivals, at instants drawn uniformly"),
      example: example("opening", "crowd: { count: 20k, within: 5min }"), isRate: false, read: { $0.readCrowd($1) }),
    ShapeForm(
      Parameter("closed", .map(Language.closed), "users who wait for their answers"),
      example: example("clerks", "closed: { users: 40, think: exponential(mean 10s), patience: 30s }"), isRate: false,
      read: { $0.readClosed($1) }),
    ShapeForm(
      Parameter(
        "trace", .text,
        "a CSV file of arrival times since the start of the workload, relative to this file: a header `at` or `at,flow`, and times with their units; or `at_s`, `at_ms`, `at_us`, `at_ns` and plain numbers"
      ), example: example("recorded", "trace: arrivals.csv"), isRate: false, read: { $0.readTrace($1) }),
    ShapeForm(
      Parameter("calendar", .list(.map(Language.calendar)), "spans with a rate; outside them nothing arrives"),
      example: example("office", "calendar: [ { at: 9:00, for: 8h, rate: 30/s } ]"), read: { $0.readCalendar($1) }),
    ShapeForm(
      Parameter("users", .map(Language.users), "a number of users, each with a rate"),
      example: example("members", "users: { count: 1M, active: 20%, each: 3/day }"), read: { $0.readUsers($1) }),
  ]

  private static func example(_ name: String, _ shape: String) -> String {
    "workloads:\n  \(name): { \(shape), flows: { visit: 100% } }"
  }
}
