import ArgumentParser
import Foundation
import Reporting

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a first scenario to edit: a service, a flow, load, budgets and an option, with comments.",
    discussion: "The file is FOLDER/first.yaml; one that is already there is left alone, with exit 65.")

  @Argument(help: "Where to write it; made when it does not exist.")
  var folder = "."

  func run() throws {
    let console = Console(isQuiet: false, noColor: true, keepsOutputClear: false)
    let path = folder == "." ? "first.yaml" : URL(fileURLWithPath: folder).relativePath + "/first.yaml"
    let manager = FileManager.default
    guard !manager.fileExists(atPath: path) else {
      console.note(
        "error: \(path): is already there and is not overwritten (name another folder: \(Program.name) init FOLDER)")
      throw ExitCode(Outcome.invalidScenario.rawValue)
    }
    do {
      try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
      // Not atomic, so that a file which appeared meanwhile is not replaced.
      try Data(FirstScenario.text.utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
    } catch {
      console.note("error: \(path): cannot be written")
      throw ExitCode(Outcome.ioFailure.rawValue)
    }
    print("\(path) is a first scenario: one service, its load, and what must hold. Next:\n")
    let next = [
      ("\(Program.name) run \(path)", "simulate it; the report is results/first.html"),
      ("\(Program.name) run \(path) --with two-cores", "the same load on another design"),
      ("\(Program.name) show service", "what a service can have; `\(Program.name) list` has everything else"),
    ]
    let width = next.map(\.0.count).max() ?? 0
    for (command, purpose) in next { print("  \(command.padded(to: width))   \(purpose)") }
  }
}

/// What `orrery init` writes.
enum FirstScenario {
  static let text = """
    # A first scenario: edit it, and run it again. Every quantity has its unit; every key is in `\(Program.name) show KEY`.
    orrery: 1
    name: first
    question: How long do people wait at a service that is 80 % busy?
    origin: assumed                   # where figures come from that do not say, as in `80/s measured`

    # Half an hour of simulated time. The first minute is cut, since the service begins empty.
    run: { duration: 30min, warm-up: 1min, drain: 1min, stands-for: 30d }

    # What there is. `\(Program.name) list kinds` has databases, caches, queues and the others.
    components:
      app:
        kind: service
        cores: 1
        threads: 200                  # operations at once; each holds one until it ends
        queue: 10000                  # operations that may wait for a thread; more are refused
        price: { core: $20/month }
        operations:
          page: exponential(mean 10ms)

    # What a caller does about a callee. Retries belong here too: `\(Program.name) show retry`.
    policies:
      browser: { timeout: 10s }

    # What a person does, step by step. `\(Program.name) list steps` has the others.
    flows:
      visit:
        - { call: app.page, policy: browser }

    # How many come. Workloads add up; `\(Program.name) list shapes` has daily curves, ramps and crowds.
    workloads:
      visitors: { rate: 80/s, flows: { visit: 100% } }

    # What must hold: `\(Program.name) run` exits 0 when all of it does, and 99 when it does not.
    budgets:
      typical: mean latency(flow=visit) < 70ms
      slow:    p95 latency(flow=visit) < 250ms
      errors:  rate errors < 0.1%
      bill:    per-month cost < $50

    # Other designs: each is a few paths with other values.
    options:
      two-cores: { components.app.cores: 2 }          # half as busy, and the wait all but disappears
      busier:    { workloads.visitors.rate: 95/s }    # a fifth more load, and four times the wait

    """
}
