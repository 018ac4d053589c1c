import Components

/// The steps of the language: which keys may stand beside each, and which outcomes it can have.
struct StepForm: Sendable {
  var name: String
  /// Keys of its own that may stand beside it, besides `as` and `when`.
  var keys: [Parameter]
  /// Whether those of a policy may stand beside it as well.
  var takesPolicy = false
  var isBuilt = true
  var hasOutcomes = true
  var documentation: String

  static let all: [StepForm] = [
    StepForm(name: "work", keys: [], hasOutcomes: false, documentation: "uses a core for a time"),
    StepForm(name: "wait", keys: [], hasOutcomes: false, documentation: "passes time"),
    StepForm(
      name: "think", keys: [], hasOutcomes: false,
      documentation: "passes time outside latency; in flows only"),
    StepForm(
      name: "call", keys: [key, size, policy, priority], takesPolicy: true,
      documentation: "runs an operation of a component"),
    StepForm(
      name: "do", keys: [within, emits, key, size, policy], takesPolicy: true,
      documentation: "a decision of the domain core"),
    StepForm(name: "choose", keys: [], documentation: "draws one of some names"),
    StepForm(name: "publish", keys: [key, size], documentation: "puts a message in a topic or queue"),
    StepForm(
      name: "hold",
      keys: [
        steps, policy,
        Parameter("timeout", .timeDistribution, "longest wait for a slot; who waits for it leaves the line"),
      ],
      documentation:
        "runs `steps` while it holds a slot of a pool; the timeout is for the wait, and of a policy only the timeout counts"
    ),
    StepForm(name: "parallel", keys: [join, cancel], documentation: "runs steps side by side"),
    StepForm(
      name: "repeat", keys: [atOnce, scales, steps, until],
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

/// Keys that may stand beside steps.
extension StepForm {
  private static let key = Parameter(
    "key", .text, "the population whose key it is for, drawn once per request; `fresh NAME` draws again")
  private static let size = Parameter(
    "size", .sizeDistribution,
    "bytes of the message or request, for bills; those that the component says, or 1 KB, by default")
  private static let policy = Parameter(
    "policy", .name(.policy), "the name of a policy; its keys may also stand here one by one")
  private static let priority = Parameter(
    "priority", .count(0...7),
    "from 0, which is served first, to 7, where the discipline of the component is `priority` or `preemptive`, and the class of `weights`; that of the caller by default, and 4 for a client"
  )
  private static let within = Parameter(
    "in", .name(.operation), "the operation at whose end it is decided, as in `db.write`: its callee runs first")
  private static let emits = Parameter(
    "emits", .name(.component),
    "the queue or topic to which what it decides goes, one message for each item; for commands that emit, and they need it"
  )
  private static let steps = Parameter("steps", .list(.text), required: true, "what is run inside")
  private static let join = Parameter(
    "join", .either([.word(["all", "any"]), .count(1...65_535)]), standard: "all", "how many parts must have ended")
  private static let cancel = Parameter(
    "cancel", .flag, standard: "no",
    "parts that `join` does not wait for end at once, with all that they wait for: lines, slots and cores are free for others. They count as `cancelled`, not as `wasted`; what they have published stays. By default they go on to their end"
  )
  private static let atOnce = Parameter(
    "at-once", .count(1...1_000_000), standard: "1", "how many of them run at the same time")
  private static let scales = Parameter(
    "scales", .flag, standard: "no",
    "whether a run at 1:1000 repeats the thousandth part, and has the thousandth part at once: where it is once for each of something that scales"
  )
  private static let until = Parameter(
    "until", .text,
    "outcomes of the last step, as in `sold|sold-out`, that end the loop, which runs one pass after the other. A pass whose failure is handled is followed by the next, one whose failure is not ends the loop; its own outcome is that of the last pass, `ok` where that was handled"
  )
  private static let label = Parameter(
    "as", .text, "a label: its name in paths, in metrics and among random streams")
  private static let when = Parameter(
    "when", .table(.list(.text)),
    "outcome → steps, as in `when: { timeout: { reply: later }, else: continue }`")

  /// All of them, but for those of policies.
  var parameters: [Parameter] { keys + [Self.label] + (hasOutcomes ? [Self.when] : []) }

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
