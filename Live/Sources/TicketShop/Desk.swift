/// What a request costs beside the database: time on one of the shop's cores.
public struct Desk: Sendable {
  private let cores: BlockingPool<Void>?
  private let time: Pause

  /// - Parameters:
  ///   - time: that each request computes; for none there are no threads.
  ///   - cores: requests that compute at a time.
  ///   - longestLine: requests that may wait for a core.
  public init(time: Duration = .zero, cores: Int = 2, longestLine: Int = 10_000) {
    self.time = Pause(time)
    self.cores = time > .zero ? BlockingPool(threads: cores, longestLine: longestLine) {} : nil
  }

  func work() async throws {
    try await cores?.run { [time] in time.compute() }
  }
}
