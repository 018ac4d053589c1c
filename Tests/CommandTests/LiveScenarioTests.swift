import Foundation
import Testing

/// What the files of `scenarios/live` say in their comments, as far as the simulation goes. Runs against services are
/// tests of `Live/`.
@Suite struct LiveScenarioTests {
  @Test func `the first look holds its budgets`() throws {
    let run = try JSONRun("live/first-look")
    #expect(run.code == 0 && run.violated == [:])
  }

  @Test(arguments: ["lock", "version", "conditional", "hold"])
  func `fifty buyers at once, one seat, sold once`(_ policy: String) throws {
    let run = try JSONRun("live/last-seat", "--with", "at-once,seats=\(policy)", "--replications", "2")
    #expect(run.code == 0 && run.violated == [:])
    // A hundred events in each of two replications; one whose only holder was declined keeps its seat.
    #expect((195...200).contains(run.count("save-order", "saved")))
  }

  @Test func `who reads and then writes sells a seat as often as it is read before the first write`() throws {
    let run = try JSONRun("live/last-seat", "--with", "at-once,seats=read-then-write", "--replications", "2")
    #expect(run.code == 0 && run.violated.keys.sorted() == ["TK-I1"])
    #expect((3000...5000).contains(run.count("save-order", "saved")))
    let none = try JSONRun("live/last-seat", "--with", "at-once,seats=none", "--replications", "2")
    // 10,000 buyers less 1.1 %.
    #expect((9850...9930).contains(none.count("save-order", "saved")))
  }

  @Test func `an on-sale sells what there is`() throws {
    let run = try JSONRun("live/on-sale", "--replications", "1")
    #expect(run.code == 0 && run.violated == [:])
    #expect(run.count("save-order", "saved") == 5000)
  }

  @Test func `a plain server is plain`() throws {
    let run = try JSONRun("live/plain")
    #expect(run.code == 0 && run.count("get", "ok") > 17_000)
  }

  @Test func `what keeps flows from being sent is a problem of the file`() throws {
    let program = try Program()
    defer { program.remove() }
    let text = try String(contentsOfFile: program.scenario("live/first-look"), encoding: .utf8)
    let changed = text.replacing("402: declined", with: "402: ok")
    #expect(changed != text)
    try changed.write(toFile: program.folder + "/shop.yaml", atomically: true, encoding: .utf8)
    let ending = try program("validate", program.folder + "/shop.yaml")
    #expect(ending.code == 65)
    #expect(ending.errors.contains("flows handle the outcome `declined` of `app.order`, and no status stands for it"))
    #expect(try program("validate", program.scenario("live/first-look")).code == 0)
  }

  @Test func `a program without a network says where the one with it is had`() throws {
    let program = try Program()
    defer { program.remove() }
    for command in ["live", "host"] {
      let ending = try program(command, program.scenario("live/first-look"))
      #expect(ending.code == 64)
      #expect(ending.errors.contains("`./scripts/orrery \(command) …` builds the one with it"))
    }
  }
}
