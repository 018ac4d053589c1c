import TestSupport
import Testing

/// Trees that mutants are made of: what is written is what was read, and every node can be replaced or removed.
@Suite struct YAMLTreeTests {
  private static let text = """
    a: { b: [ 1, "two: 2", { c: "\\n" } ], d: x }
    e: 5ms
    f:
      g: [ ]

    """

  @Test func `a tree that is written and read again is the same`() throws {
    for text in [Self.text, Draft.text, RandomScenario(seed: 7).text] {
      let once = try #require(YAMLTree(text)).text
      #expect(try #require(YAMLTree(once)).text == once)
    }
    let broken = YAMLTree("a: [")
    #expect(broken?.text == nil)
  }

  @Test func `the draft is the same scenario when it is written again`() throws {
    let again = try Draft.problems(try #require(YAMLTree(Draft.text)).text)
    #expect(again.count == (try Draft.problems(Draft.text)).count, "\(again)")
  }

  @Test func `a node is found, replaced and removed by its place`() throws {
    let tree = try #require(YAMLTree("a: { b: [ 1, 2 ], d: x }\ne: 5ms\n"))
    // The root, a, b, 1, 2, d, e.
    #expect(tree.count == 7)
    #expect(tree.node(at: 4).text == "2\n" && tree.node(at: 6).text == "5ms\n")
    #expect(tree.replacing(4, with: .scalar("y")).node(at: 4).text == "y\n")
    #expect(tree.replacing(2, with: nil).text == "a:\n  d: x\ne: 5ms\n")
    #expect((1..<7).allSatisfy { tree.replacing($0, with: nil).count < 7 })
  }
}
