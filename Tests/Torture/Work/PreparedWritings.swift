/// Every command that writes, with how it ends where nothing disturbs it and what its database holds before it.
struct PreparedWritings: Sendable {
  let folder: WritingFolder
  /// By command, in the order of `Writing.all`.
  let references: [WritingFolder.Reference]
  let before: [DatabaseContents?]

  /// Runs each of them once.
  init(_ stage: Stage) throws {
    let folder = try WritingFolder(stage, name: "template")
    references = try Writing.all.map { try folder.reference(of: $0, stage) }
    before = try Writing.all.map { try $0.database.flatMap { try folder.before($0) } }
    self.folder = folder
  }
}
