import Foundation
import Testing

extension LiveTier {
  /// The pages of a results folder, over the network and in a browser.
  @Suite struct BrowserTests {
    /// What curl says: the status on the last line.
    private static func curl(_ arguments: [String], in scratch: Scratch) throws -> (status: String, text: String) {
      let ending = try RunningProgram(
        "/usr/bin/env", ["curl", "-sS", "-w", "\n%{http_code}"] + arguments, in: scratch
      ).ending(within: .seconds(60))
      let lines = ending.output.split(separator: "\n", omittingEmptySubsequences: false)
      return (String(lines.last ?? ""), ending.output)
    }

    @Test func `runs of a folder are pages, for this machine alone`() throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let run = ["run", Programs.scenario("01-first-queue"), "--set", "run.duration=3min", "--no-report"]
      for more in [[], ["--with", "two-cores"]] {
        let ending = try Programs.orrery(run + more, in: scratch).ending(within: .seconds(60))
        #expect([0, 97].contains(ending.code), "\(ending)")
      }
      let before = try Data(contentsOf: URL(fileURLWithPath: scratch.path("results/first-queue.sqlite")))
      let server = try Server.pages(of: "results", in: scratch)
      defer { server.stop() }
      let list = try Self.curl(["\(server.url)/"], in: scratch)
      #expect(list.status == "200" && list.text.contains("/runs/first-queue/2"), "\(list)")
      let page = try Self.curl(["\(server.url)/runs/first-queue/1"], in: scratch)
      #expect(page.status == "200" && page.text.contains("How to reproduce"), "\(page.text.prefix(300))")
      let pair = try Self.curl(["\(server.url)/pairs/first-queue?first=1&second=2"], in: scratch)
      #expect(pair.status == "200" && pair.text.contains("two-cores"))
      #expect(try Self.curl(["\(server.url)/trends/first-queue?run=2"], in: scratch).status == "200")
      #expect(try Self.curl(["-H", "Host: example.org", "\(server.url)/"], in: scratch).status == "421")
      #expect(try Self.curl(["-X", "POST", "\(server.url)/"], in: scratch).status == "405")
      #expect(try Self.curl(["--path-as-is", "\(server.url)/runs/../results/1"], in: scratch).status == "404")
      #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path("results/first-queue.sqlite"))) == before)
    }
  }
}
