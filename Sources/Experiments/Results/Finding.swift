/// Something about a run that changes what all of its figures mean, and is told before them.
package struct Finding: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// Requests had not ended when the run stopped.
    case unended
    /// Work was left in line, and the line grew until the end.
    case growth
    /// Work was left in line.
    case backlog
    /// Requests, polls or messages failed that no budget judges.
    case unjudged
  }
  package var kind: Kind
  /// The flow, component or consumer group.
  package var subject: String
  /// In one sentence.
  package var text: String

  package init(kind: Kind, subject: String, text: String) {
    self.kind = kind
    self.subject = subject
    self.text = text
  }
}
