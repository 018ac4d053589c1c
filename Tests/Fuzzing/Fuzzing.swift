import Components
import DomainBindings
import Experiments
import Foundation
import Scenarios
import Statistics

/// What libFuzzer calls with one input after the other: a text for the reader of scenarios, or bytes for the archive of
/// stored replications, by the first byte. Whatever is in it, both answer with a value or with an error.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 1 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
  if start.pointee == UInt8(ascii: "b") { FuzzedInput.readArchive(bytes) } else { FuzzedInput.readScenario(bytes) }
  return 0
}

enum FuzzedInput {
  private static let reader = ScenarioReader(Vocabulary(domains: Registry.domains.map(\.description)))

  /// Without the file system: what the text names is not there.
  static func readScenario(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let scenario = try? reader.read("fuzz.yaml", sources: [Scenario.SourceText(path: "fuzz.yaml", text: text)])
    else { return }
    let model = Assembler.assemble(scenario, providers: Registry.domains)
    _ = RunEstimate(scenario, model: model)
    _ = InstantEstimate(scenario, model: model)
  }

  /// What can be read can be written, and is the same bytes again.
  static func readArchive(_ bytes: [UInt8]) {
    if let measurements = try? Archive.value(Measurements.self, from: bytes) {
      precondition(Archive.bytes(of: measurements) == bytes, "an archive that is written otherwise")
    }
    if let histogram = try? Archive.value(Histogram.self, from: bytes) {
      precondition(Archive.bytes(of: histogram) == bytes, "a histogram that is written otherwise")
    }
  }
}
