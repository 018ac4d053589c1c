import Experiments
import Foundation

/// What live runs have to say beside what all runs do: one document each, which the views read.
extension RunRows {
  func write(_ live: LiveResult?) throws {
    guard let live else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(live), as: UTF8.self)
    try write("live_runs", ["document"], [[.text(text)]])
  }

  func readLive() throws -> LiveResult? {
    try read("live_runs", ["document"]) { row in
      let text = try row.text()
      guard let live = try? JSONDecoder().decode(LiveResult.self, from: Data(text.utf8)) else {
        throw Damage(what: "live_runs: document")
      }
      return live
    }.first
  }
}
