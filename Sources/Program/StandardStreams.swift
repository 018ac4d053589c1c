// `stdout` is a variable of C's, that nobody changes.
@preconcurrency import Glibc

/// Where words go when the place is full, or gone.
enum StandardStreams {
  /// Whether something that was printed has not arrived: the disk that the output goes to is full, for example.
  static var hasLostOutput: Bool { fflush(stdout) != 0 || ferror(stdout) != 0 }

  /// Writes what can be written: a log that is full ends no command.
  static func write(_ text: String, to descriptor: Int32) {
    var rest = ArraySlice(text.utf8)
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
