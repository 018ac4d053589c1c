import Foundation
import RawServers
import Synchronization
import Testing

extension LiveTier {
  /// Load goes where it was sent, and secrets nowhere else.
  @Suite struct SafetyTests {
    private static let remote = "http://192.0.2.1:80"
    private static let secret = "hush-1f4c9e2b7d"

    @Test(arguments: [[String](), ["--allow-remote", "192.0.2.2"], ["--allow-remote", "192.0.2.1"]])
    func `another machine is refused with a sentence`(_ allowed: [String]) throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      // It has no `at-most`.
      let file = try scratch.write("things.yaml", ScenarioTexts.things())
      let run = try LiveRun(file, on: Self.remote, .plain + allowed, in: scratch, within: .seconds(5))
      #expect(run.ending.code == 64, "\(run.ending)")
      #expect(run.ending.errors.contains("another machine"))
      #expect(run.ending.errors.contains("`at-most`") || run.ending.errors.contains("`live.at-most`"))
      #expect(!FileManager.default.fileExists(atPath: scratch.path("results")))
    }

    /// A scenario whose requests carry a secret.
    private func scenario(in scratch: Scratch) throws -> String {
      try scratch.write(
        "things.yaml",
        ScenarioTexts.things(
          rate: "60/s", duration: "1s", drain: "1s",
          call: "headers: { authorization: secret token, x-two: secret other }, replies: { 200: ok }"))
    }

    @Test func `a secret reaches the service and nothing else`() throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let (first, second) = ("\(Self.secret)-a", "\(Self.secret)-b")
      _ = try scratch.write("secret.txt", second + "\n")
      let found = Atomic<Int>(0)
      let server = try RawServer { connection, _ in
        while case let request = connection.read(), !request.isEmpty {
          if request.contains(first) && request.contains(second) { found.add(1, ordering: .relaxed) }
          // Every other answer is one that nobody has foreseen.
          connection.write("HTTP/1.1 \(request.count % 2 == 0 ? 200 : 500) -\r\ncontent-length: 0\r\n\r\n")
        }
      }
      defer { server.stop() }
      let run = try LiveRun(
        try scenario(in: scratch), on: "http://127.0.0.1:\(server.port)",
        ["--no-self-test", "--secret", "token=env:SHOP_TOKEN", "--secret", "other=file:secret.txt"], in: scratch,
        environment: ["SHOP_TOKEN": first])
      #expect([0, 97, 98].contains(run.ending.code), "\(run.ending)")
      #expect(found.load(ordering: .relaxed) == Int(try run.live().planned))
      // Database, page, figures, JSON, and all that was said.
      #expect(scratch.files(holding: Self.secret, except: ["secret.txt"]) == [])
      #expect(scratch.files(holding: "live/things", except: []).count > 2)
    }

    @Test(arguments: [[], ["--secret", "token=\(secret)"], ["--secret", "token=env:NO_SUCH_VARIABLE"]])
    func `a secret that is missing, or written out, is refused without being shown`(_ secrets: [String]) throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let port = try RawServer.deadPort()
      let run = try LiveRun(
        try scenario(in: scratch), on: "http://127.0.0.1:\(port)", .plain + secrets, in: scratch)
      #expect([64, 74].contains(run.ending.code), "\(run.ending)")
      #expect(run.ending.errors.contains("token"))
      #expect(scratch.files(holding: Self.secret, except: []) == [])
    }

    @Test func `a proxy of the environment is not asked`() throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let file = try scratch.write("things.yaml", ScenarioTexts.things(rate: "60/s", duration: "1s", drain: "1s"))
      let host = try Server.host(file, in: scratch)
      defer { host.stop() }
      let proxy = "http://127.0.0.1:\(try RawServer.deadPort())"
      let names = ["http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
      let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, proxy) })
      let run = try LiveRun(file, on: host.url, .plain, in: scratch, environment: environment)
      let live = try run.live()
      #expect(live.call("app.get")?.outcomes["ok"] == live.planned)
    }
  }
}
