import Foundation
import Scenarios
import Testing

@Suite struct ExampleFileTests {
  @Test(arguments: ["web-shop.yaml", "tickets.yaml", "together.yaml", "road-warrior-cycle.yaml"])
  func show(file: String) throws {
    for line in try Example.folder().problems(file) { print(line) }
  }
}
