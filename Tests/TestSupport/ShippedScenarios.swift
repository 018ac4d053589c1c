import Foundation

/// The scenario files that come with Orrery.
public enum ShippedScenarios {
  /// Those below a folder, sorted, and without the books of prices.
  public static func files(in folder: String) -> [String] {
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return files.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix("prices/") }.sorted().map { "\(folder)/\($0)" }
  }
}
