import Foundation
import Testing

@Suite struct InitTests {
  @Test func `a first scenario runs, and its options do what they say`() throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program("init")
    #expect(ending.code == 0 && ending.errors.isEmpty, "\(ending)")
    for next in ["orrery run first.yaml", "--with two-cores", "orrery show service"] {
      #expect(ending.output.contains(next))
    }
    #expect(try program("validate", "first.yaml", "-q").code == 0)
    let run = try program("run", "first.yaml", "--no-report", "-q")
    #expect(run.code == 0 && run.output.contains("BUDGETS"), "\(run)")
    #expect(try program("run", "first.yaml", "--no-report", "-q", "--with", "two-cores").code == 0)
    #expect(try program("run", "first.yaml", "--no-report", "-q", "--with", "busier").code == 99)
  }

  @Test func `what is there is not overwritten`() throws {
    let program = try Program()
    defer { program.remove() }
    let path = try program.write("first.yaml", "mine")
    let ending = try program("init")
    #expect(ending.code == 65 && ending.errors.contains("first.yaml: is already there"), "\(ending)")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
  }

  @Test func `a folder is made, and one that cannot be made is the outside's fault`() throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program("init", "new/shop")
    #expect(ending.code == 0 && ending.output.contains("orrery run new/shop/first.yaml"), "\(ending)")
    #expect(FileManager.default.fileExists(atPath: program.folder + "/new/shop/first.yaml"))
    _ = try program.write("file", "")
    let failing = try program("init", "file/below")
    #expect(failing.code == 74 && failing.errors.contains("cannot be written"), "\(failing)")
  }
}
