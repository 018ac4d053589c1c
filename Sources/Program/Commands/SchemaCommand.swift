import ArgumentParser
import Components
import Scenarios

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints a JSON Schema of scenario files, for editors.")

  func run() { print(JSONSchema.text(Program.vocabulary)) }
}
