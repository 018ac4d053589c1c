import Foundation
import Plotting

/// Draws figures with gnuplot, all of them in one go, and graphs with graphviz.
struct FigureRenderer {
  var programs = HTMLReport.Programs()

  /// One SVG text per figure, in their order, and a PNG of each in `folder`; nothing where gnuplot is not installed.
  func draw(_ figures: [Figure], pngFolder folder: URL) throws -> [String] {
    var script = GnuplotScript()
    for (index, figure) in figures.enumerated() {
      let figure = figure.distinguished()
      script.draw(figure, number: index, as: .svg, into: path(figure, "svg", folder))
      script.draw(figure, number: index, as: .png, into: path(figure, "png", folder))
    }
    guard !figures.isEmpty, programs.hasGnuplot else { return [] }
    try plot(script)
    return try figures.map { figure in
      let file = path(figure, "svg", folder)
      // gnuplot ends well even where it could not write, as on a full disk.
      guard let drawing = try? String(contentsOfFile: file, encoding: .utf8),
        drawing.hasSuffix("</svg>\n\n") || drawing.hasSuffix("</svg>\n"),
        FileManager.default.fileExists(atPath: path(figure, "png", folder))
      else {
        throw ReportError.drawingFailed(
          program: programs.gnuplot, message: "\(figure.name) did not reach the disk")
      }
      try? FileManager.default.removeItem(atPath: file)
      return SVGText(drawing, name: figure.name, label: figure.title).text
    }
  }

  /// The architecture as SVG text, and as a PNG in `folder`.
  func draw(_ graph: ArchitectureGraph, title: String, pngFolder folder: URL) throws -> String {
    let name = ArchitectureGraph.name
    let svg = try picture(
      of: graph.text(title: title, background: "transparent"), format: "svg", dotsPerInch: 0)
    let png = try picture(
      of: graph.text(title: title, background: "white"), format: "png", dotsPerInch: 144)
    let file = folder.appendingPathComponent("\(name).png")
    do {
      try png.write(to: file)
    } catch {
      throw ReportError.cannotWrite(path: file.path, reason: "the picture did not reach the disk")
    }
    return SVGText(String(decoding: svg, as: UTF8.self), name: name, label: title).text
  }

  private func path(_ figure: Figure, _ suffix: String, _ folder: URL) -> String {
    folder.appendingPathComponent("\(figure.name).\(suffix)").path
  }

  private func plot(_ script: GnuplotScript) throws {
    var error: UnsafeMutablePointer<CChar>?
    defer { orrery_release(error) }
    // The tables point into one block each of names and numbers, which live until the call is over.
    let names = script.tables.flatMap { Array($0.name.utf8CString) }
    let values = script.tables.flatMap(\.values)
    let drawing = names.withUnsafeBufferPointer { names in
      values.withUnsafeBufferPointer { values in
        var name = 0
        var value = 0
        let tables = script.tables.map { table in
          defer {
            name += table.name.utf8CString.count
            value += table.values.count
          }
          return orrery_table(
            name: names.baseAddress.map { $0 + name }, values: values.baseAddress.map { $0 + value },
            rows: table.values.count / table.columns, columns: table.columns)
        }
        return orrery_plot(programs.gnuplot, tables, tables.count, script.text, &error)
      }
    }
    try check(drawing, programs.gnuplot, error)
  }

  private func picture(of graph: String, format: String, dotsPerInch: Int) throws -> Data {
    var error: UnsafeMutablePointer<CChar>?
    var picture: UnsafeMutablePointer<CChar>?
    var length = 0
    defer {
      orrery_release(error)
      orrery_release(picture)
    }
    let drawing = orrery_draw_graph(
      programs.dot, format, Int32(dotsPerInch), graph, &picture, &length, &error)
    try check(drawing, programs.dot, error)
    guard let picture else { return Data() }
    return Data(bytes: picture, count: length)
  }

  private func check(
    _ drawing: orrery_drawing, _ program: String, _ error: UnsafeMutablePointer<CChar>?
  ) throws {
    guard drawing != ORRERY_DRAWN else { return }
    let said = error.map { String(cString: $0) } ?? ""
    let message = said.split(separator: "\n").joined(separator: " ")
    if drawing == ORRERY_NOT_STARTED {
      throw ReportError.missingProgram(name: program, reason: message)
    }
    throw ReportError.drawingFailed(program: program, message: message)
  }
}
