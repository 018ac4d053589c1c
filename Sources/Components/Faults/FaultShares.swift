import Engine

/// Shares of calls and records that faults hit, while they are put together.
struct FaultShares {
  var error = 0.0
  var loss = 0.0
  var poison = 0.0
  var duplicate = 0.0
  var reorder = 0.0
  private var errors: [Double]

  init(replicas: Int) { errors = Array(repeating: 0, count: replicas) }

  mutating func add(_ share: Double, at members: [Int]) {
    for number in members { errors[number].add(share) }
  }

  /// Of one replica, that of its component among it; zero where the component's alone is enough.
  func error(at number: Int) -> Double {
    if errors[number] == 0 { return 0 }
    var share = error
    share.add(errors[number])
    return share
  }

  static func threshold(_ share: Double) -> UInt64 { share > 0 ? CallConditions.threshold(share) : 0 }
}

extension Double {
  /// The share that one of two independent causes hits: 1 − (1 − p)(1 − q), exact where one of them is zero.
  mutating func add(_ share: Double) { self += share - self * share }
}
