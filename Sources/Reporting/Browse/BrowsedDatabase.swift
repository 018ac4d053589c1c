/// A database of a results folder, as the pages that list runs show it.
package struct BrowsedDatabase {
  /// Without its ending.
  package var name: String
  package var entries: [RunList.Entry]
  /// Why its runs cannot be read; nil where they were.
  package var problem: String?

  package init(name: String, entries: [RunList.Entry] = [], problem: String? = nil) {
    (self.name, self.entries, self.problem) = (name, entries, problem)
  }
}

extension RunList.Entry {
  /// Whether two runs are of the same scenario with the same options, so that their figures make a trend.
  package func isAlike(_ other: Self) -> Bool {
    name == other.name && options == other.options && assignments == other.assignments && mode == other.mode
      && scale == other.scale && load == other.load
  }
}
