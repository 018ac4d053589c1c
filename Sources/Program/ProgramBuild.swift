import Foundation
import Statistics

/// Tells this build of the program from every other: stored replications are only taken for its own when they were run
/// by the very same one.
enum ProgramBuild {
  private static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()

  /// Which state of the sources it was built from, as scripts leave it in a file beside the program; nil without one. It
  /// is no part of the program's bytes, so that commits which change nothing of it are one build.
  static var commit: String? {
    let file = executable.appendingPathExtension("commit")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    let word = text.prefix { !$0.isWhitespace }
    return word.isEmpty || word.count > 60 ? nil : String(word)
  }

  /// Of the bytes of the running program; about 10 ms the first time.
  static let digest: String = {
    guard let bytes = try? Data(contentsOf: executable, options: .alwaysMapped) else { return "unknown" }
    var digest = Digest()
    digest.add(bytes.count)
    bytes.withUnsafeBytes { buffer in
      let words = buffer.count / 8
      for word in 0..<words { digest.add(buffer.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)) }
      for byte in buffer[(words * 8)...] { digest.add(Int(byte)) }
    }
    return digest.hex
  }()
}
