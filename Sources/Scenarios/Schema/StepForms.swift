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
      name: "do", keys: ["in", "emits"] + callKeys, documentation: "a decision of the domain core"),
    StepForm(name: "choose", keys: [], documentation: "draws one of some names"),
    StepForm(name: "publish", keys: ["key", "size"], documentation: "puts a message in a topic or queue"),
    StepForm(
      name: "hold", keys: ["steps", "policy", "timeout"],
      documentation:
        "runs `steps` while it holds a slot of a pool; the timeout is for the wait, and of a policy only the timeout counts"
    ),
    StepForm(name: "parallel", keys: ["join", "cancel"], documentation: "runs steps side by side"),
    StepForm(
      name: "repeat", keys: ["at-once", "steps", "until"],
      documentation: "runs steps several times, or `until` the last of them ends in one of some words"),
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

/// What `orrery show` says about a step besides its own words.
extension StepForm {
  /// Keys that may stand beside steps, with what they are.
  static let keyDocumentation: [String: String] = [
    "key": "the population whose key it is for, drawn once per request; `fresh NAME` draws again",
    "size": "bytes of the message or request, for bills; those that the component says, or 1 KB, by default",
    "policy": "the name of a policy; its keys may also stand here one by one",
    "priority":
      "from 0, which is served first, to 7, where the discipline of the component is `priority` or `preemptive`, and the class of `weights`; that of the caller by default, and 4 for a client",
    "in": "the operation at whose end it is decided, as in `db.write`: its callee runs first",
    "emits":
      "the queue or topic to which what it decides goes, one message for each item; for commands that emit, and they need it",
    "steps": "what is run inside",
    "join": "`all` (by default), `any`, or how many parts must have ended",
    "cancel":
      "`yes`: parts that `join` does not wait for end at once, with all that they wait for: lines, slots and cores are free for others. They count as `cancelled`, not as `wasted`; what they have published stays. By default they go on to their end",
    "at-once": "how many of them run at the same time; 1 by default",
    "until":
      "outcomes of the last step, as in `sold|sold-out`, that end the loop, which runs one pass after the other. A pass whose failure is handled is followed by the next, one whose failure is not ends the loop; its own outcome is that of the last pass, `ok` where that was handled",
  ].merging(Language.policy.map { ($0.name, $0.documentation) }) { first, _ in first }

  /// Keys that may stand beside any step.
  static let commonKeys: [(name: String, text: String)] = [
    ("as", "a label: its name in paths, in metrics and among random streams"),
    ("when", "outcome → steps, as in `when: { timeout: { reply: later }, else: continue }`"),
  ]

  /// What the step can end with, beside going on.
  var outcomes: [(name: String, text: String)] {
    switch name {
    case "call":
      [
        ("ok", "it was answered"), ("timeout", "its time was over"), ("refused", "there was no room, or a limit"),
        ("error", "it failed"), ("…", "the words that the callee replies, and outcomes of outside interfaces"),
      ]
    case "do": [("…", "the outcomes of the command: `orrery show DOMAIN`")]
    case "choose": [("…", "its names")]
    case "publish": [("ok", "the message was accepted"), ("refused", "there was no room")]
    case "hold":
      [("ok", "the steps ran"), ("timeout", "no slot came free in time"), ("refused", "too many wait already")]
    case "repeat": [("…", "those of the steps inside; with `until`, those of the last of them")]
    case "parallel", "flow": [("…", "those of the steps inside")]
    default: []
    }
  }
}
