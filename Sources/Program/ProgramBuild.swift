import Foundation
import Statistics

/// Tells this build of the program from every other: stored replications are only taken for its own when they were run
/// by the very same one.
enum ProgramBuild {
  /// Of the bytes of the running program; about 10 ms the first time.
  static let digest: String = {
    let path = "/proc/self/exe"
    guard
      let bytes = try? Data(contentsOf: URL(fileURLWithPath: path).resolvingSymlinksInPath(), options: .alwaysMapped)
    else { return "unknown" }
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
