import Components
import Scenarios
import Testing

/// What a newcomer writes first, and what it is called here.
@Suite struct HintTests {
  @Test(arguments: [
    ("kafka", "topic"), ("redis", "cache"), ("postgres", "database"), ("sqs", "queue"), ("rabbitmq", "queue"),
    ("mysql", "database"), ("lambda", "function"), ("nginx", "load-balancer"), ("memcached", "cache"),
    ("s3", "object-store"), ("DynamoDB", "document-store"), ("API Gateway", "gateway"), ("cloudfront", "cdn"),
  ])
  func `a product leads to its kind`(product: String, kind: String) throws {
    #expect(Kind.named(kind)?.isBuilt == true)
    let found = try Draft.problems("kind: cdn", "kind: \(product)")
    #expect(
      found.contains("12:17: error: there is no kind `\(product)` (a `\(product)` is a `kind: \(kind)`)"), "\(found)")
  }

  @Test(arguments: [
    ("30 minutes", "`30 minutes` has a space in it (did you mean `30min`?)"),
    ("1 hour, 30 minutes", "`1 hour, 30 minutes` has a space in it (did you mean `1h30min`?)"),
    ("90 sec", "`90 sec` has a space in it (did you mean `90s`?)"),
    ("5minutes", "`minutes` is not a unit of time (did you mean `5min`?)"),
  ])
  func `a time in words leads to its units`(text: String, expected: String) throws {
    let found = try Draft.problems("duration: 1h, warm-up", "duration: \"\(text)\", warm-up")
    #expect(found.contains { $0.hasSuffix("error: \(expected)") }, "\(found)")
  }

  @Test(arguments: [
    ("10 rps", "10/s"), ("10rps", "10/s"), ("10 per second", "10/s"), ("10 requests per minute", "10/min"),
    ("10/second", "s"), ("10/hour", "h"),
  ])
  func `a rate in words leads to its form`(text: String, meant: String) throws {
    let found = try Draft.problems("rate: 10/s", "rate: \"\(text)\"")
    #expect(found.contains { $0.hasSuffix("(did you mean `\(meant)`?)") }, "\(found)")
  }

  @Test(arguments: [
    ("error rate < 1%", "rate errors"), ("error rate(flow=view) < 1%", "rate errors"),
    ("rate failures < 1%", "rate errors"),
    ("latency p99 < 1s", "p99 latency"), ("p99 response-time < 1s", "p99 latency"),
    ("error-rate < 1%", "rate errors < 1%"),
    ("max cpu < 80%", "max utilization"),
  ])
  func `what people call a metric leads to the check`(check: String, meant: String) throws {
    let found = try Draft.problems("page: p95 latency(flow=view) < 600ms", "page: \(check)")
    #expect(found.contains { $0.hasSuffix("(did you mean `\(meant)`?)") }, "\(found)")
  }

  private static let part = """
    orrery: 1
    run: { duration: 1h }
    components: { app: { kind: service, operations: { page: 5ms } } }
    flows: { visit: [ { call: app.page, timeout: 1s } ] }
    workloads: { day: { rate: 1/s, flows: { visit: 100% } } }
    options: { outbox: { components.app.cores: 2 }, seats: { one-of: { few: { components.app.threads: 3 } } } }

    """
  private static let whole = "orrery: 1\nrun: { duration: 1h }\nsystems: { tk: { file: part.yaml } }\n"

  @Test(arguments: [
    ("outbox", "did you mean `tk/outbox`?"), ("outbux", "did you mean `tk/outbox`?"),
    ("seats=few", "did you mean `tk/seats`?"), ("nothing-like-it", "one of `tk/outbox` or `tk/seats`"),
  ])
  func `an option of a system is found without its prefix`(option: String, hint: String) throws {
    let name = option.split(separator: "=")[0]
    let found = try Folder(["all.yaml": Self.whole, "part.yaml": Self.part]).problems("all.yaml", options: [option])
    #expect(found == ["--with:1:1: error: there is no option `\(name)` (\(hint))"])
  }
}
