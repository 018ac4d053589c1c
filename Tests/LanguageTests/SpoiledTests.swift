import Components
import Foundation
import Testing

@testable import Scenarios

/// A value that cannot be read is the one error of its file: nothing is told of what follows from a value in its place.
@Suite struct SpoiledTests {
  @Test(arguments: LanguageTests.pairs) func `a value that cannot be read is one error`(pair: Pair) throws {
    let side = pair.sides[0]
    guard !pair.one.isEmpty, pair.files.isEmpty, let range = side.body.range(of: pair.one) else { return }
    let figure = pair.figure.contains("<") ? pair.figure : "mean latency(flow=f) < 100s"
    let text = World.text(side.body, figure: figure)
    guard let start = text.range(of: side.body) else { return }
    let offset = text.distance(from: text.startIndex, to: start.lowerBound)
    let first = offset + side.body.distance(from: side.body.startIndex, to: range.lowerBound)
    for scalar in try scalars(of: text, within: first..<first + pair.one.count) {
      var spoiled = Array(text)
      spoiled.replaceSubrange(scalar.range, with: "_spoiled_")
      let errors = try World.errors(String(spoiled))
      let others = errors.filter { ($0.place.line, $0.place.column) != (scalar.place.line, scalar.place.column) }
      #expect(others.isEmpty, "\(pair.key): \(String(Array(text)[scalar.range])) spoiled: \(errors)")
    }
  }

  /// Plain scalars of a part of a file, by their places as characters.
  private func scalars(of text: String, within part: Range<Int>) throws -> [(place: Place, range: Range<Int>)] {
    let node = ConfigurationParser.parse(Array(text.utf8), file: "pair.yaml", problems: ProblemList())
    var found: [(place: Place, range: Range<Int>)] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(\.count)
    func walk(_ node: ConfigurationNode) {
      switch node.content {
      case .scalar(let written):
        let first = lines[..<(node.place.line - 1)].reduce(0) { $0 + $1 + 1 } + node.place.column - 1
        let range = first..<first + written.count
        if !written.isEmpty, part.lowerBound <= range.lowerBound, range.upperBound <= part.upperBound,
          String(Array(text)[range]) == written
        {
          found.append((node.place, range))
        }
      case .sequence(let elements): elements.forEach(walk)
      case .mapping(let entries): entries.forEach { walk($0.value) }
      }
    }
    if let node { walk(node) }
    return found
  }
}
