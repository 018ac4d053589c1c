import Engine

/// Wall-clock time of a piece of work: the least of a few tries, since other load only adds.
enum Stopwatch {
  static func seconds(tries: Int = 3, _ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<tries {
      let elapsed = clock.measure(body)
      best = min(
        best,
        Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
    }
    return best
  }

  /// Hides a value from the optimiser, so that a loop is neither hoisted nor thrown away.
  @inline(never) @_optimize(none)
  static func opaque<Value>(_ value: Value) -> Value { value }
}

/// What figures are set beside: loops of known work, timed in the same run, so that ratios hold where
/// absolute times do not.
enum ReferenceLoop {
  /// A chain of hashes, each of which waits for the one before: nanoseconds a link.
  static func hashChain() -> Double {
    let count = 20_000_000
    let seconds = Stopwatch.seconds {
      var value = Stopwatch.opaque(UInt64(1))
      for _ in 0..<count { value = RandomStream.mix(value, 7) }
      _ = Stopwatch.opaque(value)
    }
    return seconds / Double(count) * 1e9
  }
}
