/// Something that should not have happened.
struct Finding: Sendable {
  /// What is wrong, on one line: findings of one text are of one sort.
  var what: String
  /// What a reader needs besides: what was said, what differs.
  var details = ""
  /// What shows it again, by the name of its file.
  var files: [String: String] = [:]
  var command = ""
  var number: UInt64 = 0

  init(_ what: String, details: String = "", files: [String: String] = [:], command: String = "") {
    (self.what, self.details, self.files, self.command) = (what, details, files, command)
  }
}
