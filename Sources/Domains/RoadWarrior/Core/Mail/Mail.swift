package struct Mail: Hashable, Sendable {
  /// As in the header: `Name <address>`, or the address alone.
  package var sender: String
  package var subject: String
  package var body: String

  package init(sender: String, subject: String, body: String) {
    self.sender = sender
    self.subject = subject
    self.body = body
  }

  /// The domain of the sender's address in lower case; empty where there is none.
  package var senderDomain: String {
    guard let at = sender.lastIndex(of: "@") else { return "" }
    let rest = sender[sender.index(after: at)...]
    return TextScan.trimmed(rest.last == ">" ? rest.dropLast() : rest).lowercased()
  }
}
