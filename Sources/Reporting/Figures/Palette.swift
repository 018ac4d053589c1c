/// The colours of figures and page: restrained, distinguished by colour-blind readers (after Okabe and
/// Ito), with a second tone for dark pages. A figure is drawn in the light tones; the page's style
/// sheet replaces them in the dark.
struct Tone: Sendable, Equatable {
  /// `#rrggbb`
  var light: String
  var dark: String
}

enum Palette {
  /// Text and axes: drawn in this, and inherited from the page where the figure is part of one.
  static let ink = Tone(light: "#1b1f24", dark: "#e6e9ee")
  /// What figures lie on.
  static let card = Tone(light: "#ffffff", dark: "#1b1f25")
  static let muted = Tone(light: "#59626e", dark: "#a3adba")
  static let grid = Tone(light: "#e4e7eb", dark: "#363c45")
  static let limit = Tone(light: "#b3261e", dark: "#ff8a80")

  static let phase = Tone(light: "#f6f8fa", dark: "#20252c")
  static let otherPhase = Tone(light: "#eaeff5", dark: "#29303a")
  static let fault = Tone(light: "#fbe3dc", dark: "#48291f")
  static let warmUp = Tone(light: "#ececec", dark: "#303030")

  /// For things that differ in kind.
  static let series = [
    Tone(light: "#0072b2", dark: "#4fa8e0"),
    Tone(light: "#d55e00", dark: "#ff8f45"),
    Tone(light: "#009e73", dark: "#35c79b"),
    Tone(light: "#b5679a", dark: "#e29cc6"),
    Tone(light: "#c98a00", dark: "#f0b53c"),
    Tone(light: "#4aa3d8", dark: "#8fcff5"),
    Tone(light: "#6f5aa8", dark: "#b09de0"),
    Tone(light: "#7d7d7d", dark: "#a8a8a8"),
  ]

  /// For p50, p95, p99 of one thing: one hue, the darker the rarer.
  static let percentiles = [
    Tone(light: "#8fbfe6", dark: "#4585bf"),
    Tone(light: "#2f7fc1", dark: "#7dbcf0"),
    Tone(light: "#0b3c6f", dark: "#d6eafd"),
  ]

  static let offered = Tone(light: "#9aa3ad", dark: "#7d8794")
  static let achieved = series[0]
  static let failed = series[1]

  /// Busy shares from idle to full. They keep their tones in the dark, and so does the text on them.
  static let heat: [(upTo: Double, tone: String, text: String, label: String)] = [
    (0.5, "#d6e7f4", "#14181d", "below 50 %"),
    (0.7, "#a3cbea", "#14181d", "50–70 %"),
    (0.85, "#fbe0a0", "#14181d", "70–85 %"),
    (0.95, "#f3a65a", "#14181d", "85–95 %"),
    (.infinity, "#b8321f", "#ffffff", "95 % and more"),
  ]
  static let unlimited = (tone: "#f3f4f6", text: "#14181d", label: "no limit of its own")

  /// From what somebody has written down or measured to what nobody has.
  static let origins: [(origin: String, tone: Tone, meaning: String)] = [
    ("measured", Tone(light: "#38a583", dark: "#4fc29d"), "measured"),
    ("doc", Tone(light: "#8ed1b8", dark: "#93d8bf"), "from a document"),
    ("derived", Tone(light: "#8cc1e6", dark: "#8cc1e6"), "derived from others"),
    ("sibling", Tone(light: "#b9cbe0", dark: "#b2c4da"), "from a similar system"),
    ("assumed", Tone(light: "#f0b13c", dark: "#f0b13c"), "assumed"),
    ("unstated", Tone(light: "#c9ced6", dark: "#a9b0ba"), "not stated"),
  ]

  /// Text on a filled shape: dark on any page.
  static let inkOnFill = Tone(light: "#14181d", dark: "#14181d")

  /// Every tone that figures use, for the style sheet of the dark page.
  static var all: [Tone] {
    [muted, grid, limit, phase, otherPhase, fault, warmUp, offered] + series + percentiles
      + origins.map(\.tone)
  }

  static func heat(of utilization: Double?) -> (tone: String, text: String) {
    guard let utilization, !utilization.isNaN else { return (unlimited.tone, unlimited.text) }
    let step = heat.first { utilization < $0.upTo } ?? heat[heat.count - 1]
    return (step.tone, step.text)
  }
}
