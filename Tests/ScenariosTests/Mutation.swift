import Testing

/// One change to a draft, and every problem that it must raise, each at its place.
struct Mutation: CustomTestStringConvertible, Sendable {
  var old: String
  var new: String
  var problems: [String]

  init(_ old: String, _ new: String, _ problems: String...) {
    self.old = old
    self.new = new
    self.problems = problems
  }

  var testDescription: String { new.isEmpty ? "without \(old)" : new }

  func check(in text: String = Draft.text) throws {
    #expect(try Draft.problems(try Draft.with(old, new, in: text)) == problems)
  }
}
