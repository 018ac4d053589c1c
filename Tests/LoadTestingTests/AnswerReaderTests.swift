import Components
import Testing
import Transports

@testable import LoadTesting
@testable import Scenarios

@Suite struct AnswerReaderTests {
  /// What the first call of the shop takes as `purchase` from an answer.
  private static func taken(_ place: String, from answer: HTTPAnswer) throws -> String? {
    let text = LiveLanguageTests.shop.replacing("◊", with: "connections: 5").replacing("$.purchase", with: place)
    let clients = try LiveLanguageTests.read(text).clients()
    let reader = AnswerReader(
      try #require(clients.live), plan: Assembler.assemble(clients, providers: []).plan)
    return reader.taken(from: answer, to: 0).first?.value
  }

  @Test(
    "values of a JSON answer are taken as they are written",
    arguments: [
      ("$.a", #"{ "a": "x" }"#, "x"), ("$.a", #"{ "a": true }"#, "true"), ("$.a", #"{ "a": false }"#, "false"),
      ("$.a", #"{ "a": 1 }"#, "1"), ("$.a", #"{ "a": 0 }"#, "0"), ("$.a", #"{ "a": 1.5 }"#, "1.5"),
      ("$.a", #"{ "a": 9007199254740993 }"#, "9007199254740993"), ("$.a.1.b", #"{ "a": [ 1, { "b": 7 } ] }"#, "7"),
      ("$.a", #"{ "a": null }"#, nil), ("$.a", #"{ "a": [ 1 ] }"#, nil), ("$.a", "{", nil),
      ("$.a.3", #"{ "a": [ 1 ] }"#, nil),
    ] as [(String, String, String?)])
  func json(_ place: String, _ body: String, _ value: String?) throws {
    #expect(try Self.taken(place, from: HTTPAnswer(status: 200, body: Array(body.utf8))) == value)
  }

  @Test func `values of headers and cookies are taken`() throws {
    let answer = HTTPAnswer(
      status: 200, fields: [HTTPField("Location", "/a"), HTTPField("Set-Cookie", "s=b=c; Path=/; HttpOnly")])
    #expect(try Self.taken("header location", from: answer) == "/a")
    #expect(try Self.taken("cookie s", from: answer) == "b=c")
    #expect(try Self.taken("cookie t", from: answer) == nil)
  }
}
