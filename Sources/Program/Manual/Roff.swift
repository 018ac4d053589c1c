/// Words as roff takes them.
enum Roff {
  /// An argument of a macro.
  static func quoted(_ words: String) -> String { "\"\(text(words).replacing("\"", with: "\\(dq"))\"" }

  /// What stands in backquotes is bold; no character is a command. Hyphens stay those that one types.
  static func text(_ words: String) -> String {
    var result = ""
    var isBold = false
    for character in words {
      switch character {
      case "\\": result += "\\(rs"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`":
        isBold.toggle()
        result += isBold ? "\\fB" : "\\fP"
      default: result.append(character)
      }
    }
    return result + (isBold ? "\\fP" : "")
  }

  /// One line; a dot at its beginning is a dot.
  static func line(_ words: String) -> String { words.hasPrefix(".") ? "\\&\(text(words))" : text(words) }

  /// Paragraphs are divided by empty lines; indented ones, and those of commands of the program, are shown as they are.
  static func paragraphs(_ words: String, program: String) -> String {
    var result = ""
    for paragraph in words.split(separator: "\n\n") {
      let lines = paragraph.split(separator: "\n").map(String.init)
      let isShown = lines.allSatisfy { $0.hasPrefix("  ") || $0.hasPrefix("\(program) ") }
      if isShown {
        result += ".PP\n.nf\n" + lines.map { "\(line($0))\n" }.joined() + ".fi\n"
      } else {
        result += ".PP\n" + lines.map { "\(line($0.trimmed))\n" }.joined()
      }
    }
    return result
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
