import Experiments
import Foundation
import Testing

@testable import Reporting

@Suite("A report that cannot be written")
struct ReportFailureTests {
  private func failure(
    _ programs: HTMLReport.Programs = .init(), to directory: String
  ) throws -> ReportError? {
    do {
      try HTMLReport.write(PollingRun.make(), to: directory, programs: programs)
      return nil
    } catch let error as ReportError {
      return error
    }
  }

  private static let breakages: [HTMLReport.Programs] = [
    .init(gnuplot: "false"), .init(dot: "false"), .init(gnuplot: "true"), .init(dot: "true"),
  ]

  @Test("because a program that draws fails leaves nothing on the disk", arguments: 0..<4)
  func brokenPrograms(which: Int) throws {
    let scratch = try Scratch()
    let programs = Self.breakages[which]
    let error = try #require(try failure(programs, to: scratch.path("deep/er/reports")))
    let name = programs.gnuplot == "gnuplot" ? programs.dot : programs.gnuplot
    guard case .drawingFailed(let failed, let message) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(failed == name && !message.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).isEmpty)
  }

  @Test("is none where programs that draw are not installed: the page says what it goes without")
  func absentPrograms() throws {
    let scratch = try Scratch()
    for programs in [
      HTMLReport.Programs(gnuplot: "no-such-gnuplot"), .init(dot: "no-such-dot"),
      .init(gnuplot: "/no/such/gnuplot", dot: "no-such-dot"),
    ] {
      let path = try HTMLReport.write(PollingRun.make(), to: scratch.folder.path, name: "report", programs: programs)
      let page = try String(contentsOfFile: path, encoding: .utf8)
      let absence = try #require(programs.absence)
      #expect(page.contains(absence) && page.contains("</html>"))
      #expect(page.contains("id=\"figure-architecture\"") == (programs.dot == "dot"))
      // What has lines is drawn by the page itself.
      #expect(page.contains("id=\"figure-distribution"))
      #expect(page.contains("<div class=\"still\"></div>") == (programs.gnuplot != "gnuplot"))
    }
    #expect(HTMLReport.Programs().absence == nil)
    let both = HTMLReport.Programs(gnuplot: "no-such-gnuplot", dot: "no-such-dot")
    #expect(both.absence == "gnuplot and graphviz are not installed: pictures that need them are left out")
  }

  @Test("leaves the report before it as it was")
  func formerReport() throws {
    let scratch = try Scratch()
    let path = try HTMLReport.write(QueueRun.make(), to: scratch.folder.path, name: "report")
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let figures = try FileManager.default.subpathsOfDirectory(atPath: scratch.folder.path).sorted()
    #expect(throws: ReportError.self) {
      try HTMLReport.write(
        PollingRun.make(), to: scratch.folder.path, name: "report",
        programs: .init(gnuplot: "false"))
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: scratch.folder.path).sorted() == figures)
  }

  @Test("is replaced whole by a later one")
  func replacement() throws {
    let scratch = try Scratch()
    try HTMLReport.write(PollingRun.make(), to: scratch.folder.path, name: "report")
    try HTMLReport.write(QueueRun.make(), to: scratch.folder.path, name: "report")
    let files = try FileManager.default.subpathsOfDirectory(atPath: scratch.folder.path).sorted()
    #expect(
      files == [
        "report-figures", "report-figures/architecture.png", "report-figures/distribution.png",
        "report-figures/percentiles.png", "report.html",
      ])
  }

  @Test("because its place is impossible says so")
  func impossiblePlace() throws {
    let scratch = try Scratch()
    try "a file".write(toFile: scratch.path("file"), atomically: true, encoding: .utf8)
    for place in ["/proc/orrery", scratch.path("file"), scratch.path("file/below")] {
      guard case .cannotWrite(let path, _) = try failure(to: place) else {
        Issue.record("written to \(place)")
        continue
      }
      #expect(path.hasPrefix(place))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path) == ["file"])
  }

  @Test("is none in a folder with an awkward name")
  func awkwardFolder() throws {
    let scratch = try Scratch()
    let path = try HTMLReport.write(
      QueueRun.make(), to: scratch.path("it's a \"folder\" & %d $x"), name: "a/b 'c'")
    #expect(path.hasSuffix("/a-b 'c'.html"))
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test("names itself so that a file system can hold it")
  func names() {
    #expect(HTMLReport.defaultName(of: PollingRun.make()) == "road-warrior-cycle-poll-240s")
    let crowded = HTMLReport.defaultName(of: CrowdedRun.make())
    #expect(crowded.count <= 90)
    var other = CrowdedRun.make()
    other.scenario.options.append("one-more")
    #expect(HTMLReport.defaultName(of: other) != crowded)
  }

  @Test("does not end the process when gnuplot stops listening")
  func brokenPipe() throws {
    // `true` reads nothing; megabytes of data are then written to nobody.
    var figure = try #require(RunFigures(PollingRun.make()).load().first)
    figure.series[0].points = (0..<200_000).map { (Double($0), Double($0)) }
    let scratch = try Scratch()
    #expect(throws: ReportError.self) {
      try FigureRenderer(programs: .init(gnuplot: "true"))
        .draw([figure], pngFolder: scratch.folder)
    }
  }
}
