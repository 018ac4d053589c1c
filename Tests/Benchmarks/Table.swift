import Foundation

/// Rows with a figure in links of the reference chain, the aims in the same unit, and what other builds of the program
/// took for the same.
struct Table {
  /// What a row aims at, in links: the change is worth while from `reach` on, and better is hardly possible from
  /// `stretch` on.
  struct Aim {
    var reach: Double
    var stretch: Double
  }

  private let link: Double
  private let others: [String]
  private var rows: [[String]]

  /// - Parameters:
  ///   - link: nanoseconds of one link of the reference hash chain in this run.
  ///   - others: names of the other builds.
  init(link: Double, others: [String]) {
    self.link = link
    self.others = others
    rows = [["benchmark", "measured", "links"] + others.flatMap { ["\($0)", "÷"] } + ["reach", "stretch"]]
  }

  /// - Parameter before: nanoseconds of the other builds, in their order; nil where one has no such figure.
  mutating func add(_ name: String, nanoseconds: Double, before: [Double?] = [], aim: Aim? = nil) {
    var row = [name, time(nanoseconds), links(nanoseconds)]
    for place in others.indices {
      let other = place < before.count ? before[place] : nil
      row += [other.map(links) ?? "", other.map { number($0 / nanoseconds) } ?? ""]
    }
    rows.append(row + [aim.map { scaled($0.reach) } ?? "", aim.map { scaled($0.stretch) } ?? ""])
  }

  mutating func note(_ name: String, _ value: Double, _ unit: String) {
    rows.append([name, "\(number(value)) \(unit)", ""] + others.flatMap { _ in ["", ""] } + ["", ""])
  }

  private func time(_ nanoseconds: Double) -> String {
    nanoseconds >= 1e8 ? "\(number(nanoseconds / 1e9)) s" : "\(number(nanoseconds)) ns"
  }

  private func links(_ nanoseconds: Double) -> String { scaled(nanoseconds / link) }

  private func scaled(_ links: Double) -> String {
    links >= 1e9 ? "\(number(links / 1e9)) G" : links >= 1e6 ? "\(number(links / 1e6)) M" : number(links)
  }

  private func number(_ value: Double) -> String {
    let digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
    return String(format: "%.\(digits)f", value)
  }

  var text: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + space : space + cell
      }.joined(separator: "  ")
    }
    return lines.joined(separator: "\n")
      + "\n\nA link of the reference loop, a chain of dependent hashes, took \(number(link)) ns in this run."
  }
}
