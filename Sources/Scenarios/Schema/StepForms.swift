import Components

/// The steps of the language: which keys may stand beside each, and which outcomes it can have.
struct StepForm: Sendable {
  var name: String
  /// Keys that may stand beside it, besides `as` and `when`.
  var keys: [String]
  var isBuilt = true
  var hasOutcomes = true
  var documentation: String

  static let callKeys = ["key", "size", "policy"] + Language.policy.map(\.name)

  static let all: [StepForm] = [
    StepForm(name: "work", keys: [], hasOutcomes: false, documentation: "uses a core for a time"),
    StepForm(name: "wait", keys: [], hasOutcomes: false, documentation: "passes time"),
    StepForm(
      name: "think", keys: [], hasOutcomes: false,
      documentation: "passes time outside latency; in flows only"),
    StepForm(name: "call", keys: callKeys + ["priority"], documentation: "runs an operation of a component"),
    StepForm(
      name: "do", keys: ["in"] + callKeys, documentation: "a decision of the domain core"),
    StepForm(name: "choose", keys: [], documentation: "draws one of some names"),
    StepForm(name: "publish", keys: ["key", "size"], documentation: "puts a message in a topic or queue"),
    StepForm(
      name: "hold", keys: ["steps", "policy", "timeout"],
      documentation: "runs `steps` while it holds a slot of a pool; the timeout is for the wait"),
    StepForm(name: "parallel", keys: ["join"], documentation: "runs steps side by side"),
    StepForm(name: "repeat", keys: ["at-once", "steps"], documentation: "runs steps several times"),
    StepForm(name: "flow", keys: [], documentation: "runs another flow"),
    StepForm(name: "mark", keys: [], hasOutcomes: false, documentation: "starts a clock"),
    StepForm(
      name: "measure", keys: [], hasOutcomes: false, documentation: "reads a clock: `NAME since MARK`"),
    StepForm(
      name: "reply", keys: [], hasOutcomes: false, documentation: "ends the operation with an answer"),
    StepForm(
      name: "fail", keys: [], hasOutcomes: false, documentation: "ends the operation as a failure"),
  ]

  static func named(_ name: String) -> StepForm? { all.first { $0.name == name } }
}
