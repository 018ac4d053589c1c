import Foundation
import Testing

/// Tasks that are killed, fail or run another program.
@Suite struct LostTaskTests {
  private func withStudy(_ body: (Study) throws -> Void) throws {
    let study = try Study()
    defer { study.remove() }
    try body(study)
  }

  /// Long enough to be killed in.
  private static let long = ["run", "--replications", "6", "--set", "run.duration=5min"]

  @Test func `a task that is killed in mid-run is run again, and continues`() throws {
    try withStudy { study in
      let whole = try study.answer(Self.long, out: "whole")
      // The first that comes is killed once it has stored something.
      let once = try study.script(
        "once",
        """
        if mkdir taken 2>/dev/null; then
          "\(study.program.binary)" "$@" &
          for _ in $(seq 500); do
            database=${!#}
            kept=$(sqlite3 "$database" 'SELECT count(*) FROM replications' 2>/dev/null)
            [ "${kept:-0}" -ge 1 ] && break
            sleep 0.02
          done
          echo "${kept:-0}" >kept
          kill -9 $!
          kill -9 $$
        fi
        exec "\(study.program.binary)" "$@"

        """)
      let ending = try study.program(
        ["run", study.file, "--out", "parts", "--json", "parts.json", "--no-report"] + Self.long.dropFirst()
          + ["--engine", "local", "--tasks", "2", "--at-once", "1", "--program", once])
      #expect(ending.code == 0, "\(ending)")
      #expect(
        ending.errors.contains("part 1 is lost and is run again, attempt 2 of 3 (killed by signal 9"),
        "\(ending.errors)")
      #expect(study.lines("kept").first.flatMap { Int($0) } ?? 0 >= 1)
      #expect(try study.read("parts.json") == whole)
    }
  }

  @Test func `what is lost every time is named, the others are kept, and the same command runs the rest`() throws {
    try withStudy { study in
      let whole = try study.answer(["run", "--replications", "6"], out: "whole")
      let failing = try study.script(
        "failing",
        """
        echo "$1" >>started
        if [ "$1" = 2 ] && [ ! -e mended ]; then echo "error: no power in rack 7" >&2; exit 1; fi
        shift
        exec "$@"

        """)
      let arguments =
        [
          "--replications", "6", "--engine", "command", "--tasks", "3", "--retries", "1", "--template", failing,
          "{shard}",
        ]
        + ["{task}"]
      let ending = try study.program(["run", study.file, "--out", "parts", "--no-report"] + arguments)
      #expect(ending.code == 1, "\(ending)")
      #expect(ending.errors.contains("part 2 of 3 was lost 2 times, at last: exit 1: error: no power in rack 7"))
      #expect(ending.errors.contains("kept      4 of 6 replications"), "\(ending.errors)")
      #expect(study.lines("started").sorted() == ["1", "2", "2", "3"])
      _ = try study.program.write("mended", "")
      #expect(try study.answer(["run"] + arguments, out: "parts") == whole)
      #expect(study.lines("started").sorted() == ["1", "2", "2", "2", "3"])
    }
  }

  @Test func `a task whose command is wrong is not run twice`() throws {
    try withStudy { study in
      let old = try study.script("old", "echo x >>started; echo 'error: unknown kind' >&2; exit 65\n")
      let ending = try study.program(
        "run", study.file, "--replications", "4", "--no-report", "--engine", "local", "--tasks", "2", "--at-once", "1",
        "--program", old)
      #expect(ending.code == 65 && ending.errors.contains("part 1: exit 65: error: unknown kind"), "\(ending)")
      // The second has perhaps begun when the first ends.
      #expect((1...2).contains(study.lines("started").count))
    }
  }

  @Test func `another build of the program gives no part`() throws {
    try withStudy { study in
      let other = "\(study.program.folder)/other"
      try FileManager.default.copyItem(atPath: study.program.binary, toPath: other)
      let handle = try #require(FileHandle(forWritingAtPath: other))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("another".utf8))
      try handle.close()
      let ending = try study.program(
        "run", study.file, "--replications", "4", "--no-report", "--engine", "local", "--tasks", "2", "--program", other
      )
      #expect(ending.code == 65 && ending.errors.contains("was run by another build of the program"), "\(ending)")
    }
  }

  @Test func `a damaged part is run anew`() throws {
    try withStudy { study in
      let whole = try study.answer(["run", "--replications", "4"], out: "whole")
      try FileManager.default.createDirectory(
        atPath: "\(study.program.folder)/shared", withIntermediateDirectories: true)
      _ = try study.program.write("shared/part-1.sqlite", "no database at all, and long enough to be looked at")
      let parts = try study.answer(
        ["run", "--replications", "4", "--engine", "local", "--tasks", "2", "--parts", "shared"], out: "parts")
      #expect(parts == whole)
    }
  }

  @Test func `an interrupt ends the tasks and says what is kept, and the same command continues`() throws {
    try withStudy { study in
      let arguments =
        ["run", study.file, "--out", "parts", "--no-report", "--json", "parts.json"] + Self.long.dropFirst()
        + ["--engine", "local", "--tasks", "3", "--at-once", "1"]
      let slow = try study.script(
        "slow", "[ \"${!#}\" = \"${!#/part-1./}\" ] && sleep 60\nexec \"\(study.program.binary)\" \"$@\"\n")
      let (process, _, errors) = try study.program.start(arguments + ["--program", slow])
      // The first is done when the second has begun.
      let folder = "\(study.program.folder)/parts/parts"
      try Study.wait("the second task begins") {
        let inner = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.first
        return FileManager.default.fileExists(atPath: "\(folder)/\(inner ?? "")/part-2.log")
      }
      process.interrupt()
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 130, "\(said)")
      #expect(said.contains("kept      2 of 6 replications; the same command runs the others"), "\(said)")
      let again = try study.program(arguments)
      #expect(again.code == 0, "\(again)")
      #expect(try study.read("parts.json") == study.answer(Self.long, out: "whole"))
    }
  }
}
