import Experiments
import Foundation

/// One self-contained HTML file about a comparison, a sweep or a search, with its figures beside it as PNG.
package enum StudyReport {
  /// Writes `<name>.html` and `<name>-figures/`, and returns the path of the page. Throws `ReportError`; then nothing of
  /// the new report is there, and a report that was there before still is.
  package static func write(_ comparison: DesignComparison, to directory: String, name: String) throws -> String {
    let study = ComparisonPage(comparison)
    return try write(study.figures, to: directory, name: name) { study.page($0) }
  }

  package static func write(_ sweep: SweepResult, to directory: String, name: String) throws -> String {
    let study = SweepPage(sweep)
    return try write(study.figures, to: directory, name: name) { study.page($0) }
  }

  package static func write(
    _ answer: CostSearch.Answer, axes: [Sweep.Axis], to directory: String, name: String
  ) throws -> String {
    let study = SweepPage(answer, axes: axes)
    return try write(study.figures, to: directory, name: name) { study.page($0) }
  }

  package static func write(_ capacity: CapacityResult, to directory: String, name: String) throws -> String {
    let study = CapacityPage(capacity)
    return try write(study.figures, to: directory, name: name) { study.page($0) }
  }

  private static func write(
    _ figures: [Figure], to directory: String, name: String, page: (DrawnFigures) -> PageFrame
  ) throws -> String {
    let draft = try ReportDraft(directory: directory, name: slug(name))
    do {
      var drawn = DrawnFigures()
      let svgs = try FigureRenderer(programs: HTMLReport.Programs()).draw(figures, pngFolder: draft.figures)
      for (figure, svg) in zip(figures, svgs) {
        drawn.add(figure, svg: svg)
      }
      try draft.write(page(drawn).html)
      return try draft.publish()
    } catch {
      draft.discard()
      throw error as? ReportError
        ?? .cannotWrite(path: directory, reason: "the report did not reach the disk")
    }
  }
}
