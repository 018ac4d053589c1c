/// Words for a shell, so that each stays one word, whatever is in it.
enum ShellWord {
  private static let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-".utf8)

  /// For every POSIX shell, as that at the far end of `ssh`.
  static func posix(_ word: String) -> String {
    if !word.isEmpty && word.utf8.allSatisfy(plain.contains) { return word }
    return "'" + word.replacing("'", with: #"'\''"#) + "'"
  }

  /// For bash, on one line: `sbatch` takes lines of a script for options of its own, and refuses carriage returns.
  static func bash(_ word: String) -> String {
    guard word.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else { return posix(word) }
    var text = "$'"
    for byte in word.utf8 {
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"): text += "\\" + String(UnicodeScalar(byte))
      case 0x20..<0x7f: text += String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return text + "'"
  }
}
