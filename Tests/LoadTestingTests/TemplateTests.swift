import Scenarios
import Testing

@testable import LoadTesting

@Suite struct TemplateTests {
  @Test func `a brace that begins no name is itself`() {
    let template = Template(#"{ "seats": 1, "of": "{event}", "n": {} }"#)
    #expect(template.names == ["event"])
    #expect(template.filled({ _ in "7" }, encode: { $0 }) == #"{ "seats": 1, "of": "7", "n": {} }"#)
  }

  @Test func `values are encoded for their place`() {
    #expect("a b/ü?".percentEncoded == "a%20b%2F%C3%BC%3F")
    #expect(CallEncoder.escaped("a\"\\\n") == #"a\"\\\u000a"#)
    #expect(!CallEncoder.fitsField("a\r\nb"))
  }
}
