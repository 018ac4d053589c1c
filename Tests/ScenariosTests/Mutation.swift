import Testing

/// One change to the draft, and every problem that it must raise, each at its place.
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

  func check() throws {
    #expect(try Draft.problems(old, new) == problems)
  }
}
