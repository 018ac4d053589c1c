import Experiments
import Foundation

/// What the page's script works with, as one JSON object: charts, the events that are marked in them, and what is known
/// of each component. The figures are those of the result.
struct PageContent: Encodable {
  struct Band: Encodable {
    var title, style: String
    var from, to: Double
    var tone: Tone
  }
  struct Mark: Encodable {
    var title, symbol: String
    var tone: Tone
    var x: Double
  }
  struct Decision: Encodable {
    var at: Int64
    var kind, component, change, reason: String
  }
  struct Link: Encodable {
    var from, to, style, rate: String
  }
  struct Heat: Encodable {
    var below: Double
    var tone, ink: String
  }

  var charts: [PageChart] = []
  /// The first list is that of the run.
  var bands: [[Band]] = [[]]
  var marks: [Mark] = []
  var decisions: [Decision] = []
  var components: [PageComponent] = []
  var links: [Link] = []
  /// Of the timeline; 0 without one.
  var interval: Int64 = 0
  var span: Int64 = 0
  var currency = "USD"
  var timeAxis: PageChart.Scale
  let tones = [
    "ink": Palette.ink, "muted": Palette.muted, "grid": Palette.grid, "limit": Palette.limit, "card": Palette.card,
    "first": Palette.series[0],
  ]
  /// Steps of busy shares, and after them what has none.
  let heat =
    Palette.heat.map { Heat(below: $0.upTo.isFinite ? $0.upTo : 9, tone: $0.tone, ink: $0.text) }
    + [Heat(below: 0, tone: Palette.unlimited.tone, ink: Palette.unlimited.text)]

  /// Decisions that stand on the page with their reasons; all of them are in the database.
  private static let mostDecisions = 300

  /// Of a run: with its components and decisions.
  init(_ result: RunResult, figures: [Figure]) {
    self.init(of: result, figures: figures)
    let run = RunFigures(result)
    marks = run.decisionMarks().map { Mark(title: $0.title, symbol: "\($0.symbol)", tone: $0.tone, x: $0.x) }
      .sorted { $0.x < $1.x }
    decisions = result.decisions.prefix(Self.mostDecisions).map {
      Decision(at: $0.at, kind: $0.kind, component: $0.component, change: $0.change, reason: $0.reason)
    }
    let measured = Measured(result)
    components = result.components.indices.map { PageComponent(result, $0, measured) }
    links = result.links.map {
      Link(from: $0.from, to: $0.to, style: $0.style.rawValue, rate: measured.rate($0.count))
    }
  }

  /// Of several runs, of which `result` is the one whose phases are shown.
  init(of result: RunResult, figures: [Figure]) {
    let run = RunFigures(result)
    timeAxis = PageChart.Scale(run.timeAxis)
    interval = run.hasTimeline ? result.timeline.interval : 0
    span = Int64(run.timeAxis.range.upperBound)
    currency = result.cost?.currency ?? "USD"
    bands = [Self.bands(run.bands)]
    for figure in figures {
      guard var chart = PageChart(figure.distinguished()) else { continue }
      let own = Self.bands(figure.bands)
      if own.isEmpty, chart.group != "time" {
        chart.bands = -1
      } else if let known = bands.firstIndex(where: { Self.same($0, own) }) {
        chart.bands = known
      } else {
        chart.bands = bands.count
        bands.append(own)
      }
      charts.append(chart)
    }
  }

  private static func bands(_ bands: [Figure.Band]) -> [Band] {
    bands.map { Band(title: $0.title, style: "\($0.style)", from: $0.from, to: $0.to, tone: $0.style.tone) }
  }

  private static func same(_ one: [Band], _ other: [Band]) -> Bool {
    one.count == other.count
      && zip(one, other).allSatisfy {
        $0.title == $1.title && $0.style == $1.style && $0.from == $1.from && $0.to == $1.to
      }
  }

  /// As text of a script element: no name in it can end the element or begin another.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
    guard let data = try? encoder.encode(self) else { return "{}" }
    // Only texts have any of these.
    return String(decoding: data, as: UTF8.self).replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
      .replacing("&", with: "\\u0026").replacing("\u{7f}", with: "\\u007f")
  }
}
