import Scenarios

/// Words of the command line that start one task, with places that are filled for each.
///
/// A word that is `{task}` alone becomes the words of the task's command. `{quoted}` is that command as one word for a
/// shell at the far end. No shell reads any of it here.
struct CommandTemplate {
  private enum Piece: Equatable {
    case text(String)
    case place(Place)
  }

  enum Place: String, CaseIterable {
    case task, quoted, program, shard, shards, database, log, folder, slot, attempt
  }

  /// A template that does not say what is to be run.
  struct Problem: Error, CustomStringConvertible {
    var description: String
  }

  private let words: [[Piece]]

  /// - Throws: `Problem` where a place is unknown, or where nothing would run the task.
  init(_ words: [String]) throws {
    guard !words.isEmpty else {
      throw Problem(
        description: "--engine command takes a command after --template, as in --template ssh node{slot} {quoted}")
    }
    self.words = try words.map(Self.pieces)
    let places = self.words.joined().compactMap { if case .place(let place) = $0 { place } else { nil } }
    if !places.contains(.task) && !places.contains(.quoted) && !places.contains(.shard) {
      throw Problem(description: "--template has none of {task}, {quoted} and {shard}: it would run no task")
    }
    for word in self.words where word.count > 1 && word.contains(.place(.task)) {
      throw Problem(description: "{task} stands for several words and is a word of its own; {quoted} is one word")
    }
  }

  /// Each task as a process of this machine.
  static let local = CommandTemplate([[.place(.task)]])

  private init(_ words: [[Piece]]) { self.words = words }

  private static func pieces(_ word: String) throws -> [Piece] {
    var pieces: [Piece] = []
    var text = ""
    var rest = word[...]
    while let character = rest.popFirst() {
      if (character == "{" || character == "}") && rest.first == character {
        rest.removeFirst()
        text.append(character)
      } else if character == "{" {
        let name = rest.prefix { $0 != "}" }
        guard let place = Place(rawValue: String(name)), rest.dropFirst(name.count).first == "}" else {
          let known = Place.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
          throw Problem(description: "--template \(word.shown): there are \(known); a brace itself is written twice")
        }
        rest = rest.dropFirst(name.count + 1)
        if !text.isEmpty { pieces.append(.text(text)) }
        text = ""
        pieces.append(.place(place))
      } else {
        text.append(character)
      }
    }
    return text.isEmpty && !pieces.isEmpty ? pieces : pieces + [.text(text)]
  }

  /// The words of one task.
  ///
  /// - Parameters:
  ///   - task: its command.
  ///   - values: of all other places.
  func filled(task: [String], _ values: (Place) -> String) -> [String] {
    words.flatMap { word -> [String] in
      if word == [.place(.task)] { return task }
      let pieces = word.map { piece in
        switch piece {
        case .text(let text): text
        case .place(.quoted): task.map(ShellWord.posix).joined(separator: " ")
        case .place(let place): values(place)
        }
      }
      return [pieces.joined()]
    }
  }
}
