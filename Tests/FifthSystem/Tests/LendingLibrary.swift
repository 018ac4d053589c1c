import Components
import Engine
import LendingLibraryCore

/// The binding of the fifth domain: what a team writes for its own.
struct LendingLibrary: DomainProvider {
  var description: BindingDescription {
    BindingDescription(
      name: "lending-library", summary: "Copies of books that are lent and come back.",
      parameters: [
        Parameter("copies", .count(1...1000), standard: "3", "copies of each title"),
        Parameter("counts", .flag, standard: "yes", "whether the library knows how many are left"),
      ],
      entities: [.init("title", bytesEach: 4, "a book")],
      commands: [
        .init("lend", outcomes: ["lent", "none"], "a reader asks for a copy"),
        .init("take-back", outcomes: ["back", "unknown"], "a reader brings a copy back"),
      ],
      marks: [], monitors: [.init("LL-I1", "No copy is lent that the library does not have.")])
  }

  func makeBinding(
    _ configuration: BindingConfiguration, horizon: Horizon, seed: UInt64, replication: Int
  ) -> any DomainBinding {
    let titles = configuration.populations.first { $0.entity == "title" }?.count ?? 1
    return Lending(
      Shelf(
        titles: Int(titles), copies: Int32(configuration.parameters["copies"]?.count ?? 3),
        counts: configuration.parameters["counts"]?.flag ?? true))
  }
}

private final class Lending: DomainBinding {
  private var shelf: Shelf

  init(_ shelf: Shelf) { self.shelf = shelf }

  func perform(_ command: Int, _ context: inout CommandContext) -> Int {
    let title = Int(context.subject)
    return command == 0 ? Int(shelf.lend(title, at: context.now).rawValue) : Int(shelf.takeBack(title).rawValue)
  }

  var monitors: [MonitorReading] {
    [MonitorReading(id: "LL-I1", violations: shelf.violations, firstAt: shelf.firstAt, firstEntity: nil)]
  }
}
