import Foundation

/// Two small scenarios that differ in one key alone, and the figure that must follow.
struct Pair: Sendable {
  /// How the figure of the second differs from that of the first.
  enum Move: Sendable {
    case rises, falls
    /// So many times as much, to within a hundredth.
    case times(Double)
    /// Both are known from theory, to within a hundredth.
    case from(Double, to: Double)
    /// The second is an error, with these words in it, where the first is none.
    case refused(String)
  }

  /// As the walk names it: `service.cores`, `fault.deploy.slow`, `step.call.key`.
  var key: String
  /// Sections of a scenario file, with `◊` where the two differ; what is missing is `World.standard`.
  var body: String
  var one: String
  var other: String
  /// A check, whose limit is not looked at.
  var figure: String
  var move: Move
  /// Further files, by name, of both; `◊` stands in them as well.
  var files: [String: String] = [:]
  /// Names that they may differ in beside the key: a step takes the place of another.
  var besides: [String] = []

  init(
    _ key: String, _ body: String, _ one: String, _ other: String, _ figure: String, _ move: Move,
    files: [String: String] = [:], besides: [String] = []
  ) {
    self.key = key
    self.body = body
    self.one = one
    self.other = other
    self.figure = figure
    self.move = move
    self.files = files
    self.besides = besides
  }

  /// Bodies of the two, and their further files.
  var sides: [(body: String, files: [String: String])] {
    [one, other].map { text in
      (
        body.replacingOccurrences(of: "◊", with: text),
        files.mapValues { $0.replacingOccurrences(of: "◊", with: text) }
      )
    }
  }

  /// The same pair for several kinds: `KIND` in the body and in the key.
  static func of(
    _ kinds: [Variant], _ key: String, _ body: String, _ one: String, _ other: String, _ figure: String, _ move: Move
  ) -> [Pair] {
    kinds.map { kind in
      Pair(
        "\(kind.name).\(key)", body.replacingOccurrences(of: "KIND", with: kind.text), one, other, figure, move)
    }
  }

  /// A kind, and how a component of it begins: `gateway, to: back`.
  struct Variant: Sendable {
    var name: String
    var text: String
    init(_ name: String, _ text: String? = nil) {
      self.name = name
      self.text = text ?? name
    }
  }
}
