import Experiments

/// The last line that a command prints: the code that it ends with, and what that means.
package enum ExitLine {
  package static func text(code: Int32, meaning: String, color: Bool = false, unicode: Bool = true) -> String {
    let verdict: Verdict =
      switch code {
      case 0: .held
      case 97: .cannotJudge
      case 130: .warned
      default: .violated
      }
    return Ink(isColored: color).verdict(verdict, Glyphs(isASCII: !unicode).encoded("exit \(code): \(meaning)"))
  }
}
