import Components
import Engine
import RoadWarriorCore

/// The source's own clock: simulated time stretched where changes come faster. A storm that multiplies
/// the rate of changes by 50 makes the clock run 50 times as fast, so the change process itself never
/// needs to know of storms, and its draws stay what they were.
///
/// It starts one cycle before simulated time zero, because a population starts with the changes of the
/// cycle before still unseen.
struct SourceClock: Sendable {
  struct Segment: Sendable {
    var begins: Nanoseconds
    /// Units of 1/65536.
    var factor: UInt64
    /// Clock at `begins`.
    var clock: UInt64
  }

  private var segments: [Segment]

  /// - Parameters:
  ///   - lead: simulated time before zero that the clock covers.
  ///   - storms: spans and factors; they must not overlap.
  init(lead: Nanoseconds, storms: [(begins: Nanoseconds, ends: Nanoseconds, factor: Double)]) {
    segments = [Segment(begins: -lead, factor: 1 << 16, clock: 0)]
    for storm in storms.sorted(by: { $0.begins < $1.begins }) {
      append(at: storm.begins, factor: UInt64((storm.factor * 65_536).rounded()))
      append(at: storm.ends, factor: 1 << 16)
    }
  }

  private mutating func append(at time: Nanoseconds, factor: UInt64) {
    segments.append(Segment(begins: time, factor: factor, clock: clock(at: time)))
  }

  /// Simulated time until the clock shows more than ticks can hold: 104 days, less what storms stretch.
  static func lasts(storms: [(begins: Nanoseconds, ends: Nanoseconds, factor: Double)]) -> Nanoseconds {
    let all = Double(TrackedReservation.never) * Double(1 << TrackedReservation.tickShift)
    let stretched = storms.reduce(0) { $0 + max(0, $1.factor - 1) * Double($1.ends - $1.begins) }
    return Nanoseconds(max(0, all - stretched))
  }

  var cuts: [Nanoseconds] { segments.dropFirst().map(\.begins) }

  func segment(at time: Nanoseconds) -> Segment {
    segments.last { $0.begins <= time } ?? segments[0]
  }

  func clock(at time: Nanoseconds) -> UInt64 {
    let segment = segment(at: time)
    let product = segment.factor.multipliedFullWidth(by: UInt64(max(0, time - segment.begins)))
    return segment.clock + (product.high << 48 | product.low >> 16)
  }

  /// As `clock(at:)`, for instants up to zero, before any storm.
  func beforeStart(_ time: Nanoseconds) -> UInt64 { UInt64(max(0, time - segments[0].begins)) }

  /// The instant at which the clock shows `clock`.
  func time(at clock: UInt64) -> Nanoseconds {
    let segment = segments.last { $0.clock <= clock } ?? segments[0]
    let rest = clock - segment.clock
    return segment.begins
      + Nanoseconds(segment.factor.dividingFullWidth((rest >> 48, rest << 16)).quotient)
  }
}
