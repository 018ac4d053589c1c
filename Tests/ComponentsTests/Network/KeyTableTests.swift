import Engine
import Testing

@testable import Components

@Suite struct KeyTableTests {
  @Test func `it holds what a dictionary would, through insertions and removals`() {
    let seed: UInt64 = 20_261_121
    var table = KeyTable()
    var model: [UInt64: Int32] = [:]
    for step in 0..<20_000 as Range<UInt64> {
      let key = RandomStream.mix(seed, step) % 700
      if RandomStream.mix(step, seed) % 3 == 0 {
        table.remove(key)
        model[key] = nil
      } else if table.place(of: key) == nil {
        table.insert(key, at: Int32(step))
        model[key] = Int32(step)
      }
      #expect(table.count == model.count, "seed \(seed), step \(step)")
    }
    for key in 0..<700 as Range<UInt64> { #expect(table.place(of: key) == model[key], "seed \(seed), key \(key)") }
    table.removeAll()
    #expect(table.count == 0 && table.place(of: 1) == nil)
  }
}
