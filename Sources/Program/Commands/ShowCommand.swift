import ArgumentParser
import Components
import Reporting
import Scenarios

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Documents anything a scenario file can name: kinds, steps, policies, shapes, faults, metrics, values.",
    discussion: """
      Prints keys with their forms and defaults, what they do, and a short example, from the tables that the reader \
      checks against. A name that stands for several things has all of them printed.

        \(Program.name) show retry              a policy
        \(Program.name) show cache              a kind of component
        \(Program.name) show backoff            a key, and what has it
        \(Program.name) show --markdown         all of them: the reference in docs/language.md
      """)

  @Argument(help: "A name; `\(Program.name) list` has them.")
  var thing: String?

  @Flag(help: "Prints the documentation as Markdown; that of everything without a name.")
  var markdown = false

  @Option(help: ArgumentHelp("Writes the documentation as JSON, with - to standard output alone.", valueName: "file"))
  var json: String?

  func run() throws {
    let reference = Reference(Program.vocabulary)
    guard let thing else {
      guard markdown, json == nil else {
        throw ValidationError("name something; `\(Program.name) list` has every name")
      }
      return print(ReferenceMarkdown.text(reference), terminator: "")
    }
    let entries = reference.entries(named: thing)
    let holders = reference.holders(of: thing)
    guard !entries.isEmpty || !holders.isEmpty else { throw unknown(thing, reference) }
    if let json {
      let documentation = ReferenceJSON.Documentation(
        name: thing, entries: entries.map { ReferenceJSON.Entry($0) },
        keyOf: holders.map {
          ReferenceJSON.Holder(entry: $0.entry.name, path: $0.path, key: ReferenceJSON.Key($0.parameter))
        })
      return try ReferenceJSON.write(documentation, to: json)
    }
    var texts = entries.map(markdown ? ReferenceMarkdown.text : ReferenceText.text)
    if !holders.isEmpty, entries.isEmpty || !markdown { texts.append(ReferenceText.text(thing, holders)) }
    print(texts.joined(separator: "\n"))
  }

  private func unknown(_ thing: String, _ reference: Reference) -> ValidationError {
    let hint =
      reference.suggestion(for: thing).map { "did you mean `\($0)`?" } ?? "`\(Program.name) list` has every name"
    return ValidationError("nothing is called `\(thing)`; \(hint)")
  }
}
