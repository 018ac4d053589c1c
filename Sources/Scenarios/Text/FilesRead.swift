/// Paths of all files that a scenario was read from, or was to be read from: also where one of them was missing, or
/// said something wrong.
package final class FilesRead {
  /// In the order in which they were wanted first.
  package private(set) var paths: [String] = []

  package init() {}

  func note(_ path: String) {
    if !paths.contains(path) { paths.append(path) }
  }
}
