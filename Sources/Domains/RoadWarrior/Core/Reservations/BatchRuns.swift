/// The batch that brings changes into the app: each run asks for everything, stages what it has found, and loads what it
/// has staged in one go.
///
/// ```swift
/// var batch = BatchRuns<ReservationUpdate>()
/// let run = batch.begin(at: now)                // 1, 2, …
/// batch.stage(update, in: run)                  // for each change that the run finds
/// batch.beginLoad(run, at: now)
/// let rows = batch.load(run)                    // empty for a run that was loaded before
/// ```
///
/// At most one run loads at a time, and a rerun of a run changes nothing (RW-I12): whoever lets two loads overlap is
/// reported. Memory: what is staged of the runs that have not been loaded.
package struct BatchRuns<Row: Sendable>: Sendable {
  package enum LoadStart: UInt8, Sendable, CaseIterable {
    case begun
    /// Another run loads at this instant.
    case overlapping
    /// The run was loaded before: there is nothing to do.
    case loaded
  }

  private struct Run: Sendable {
    var rows: [Row] = []
    /// When it began: what it loads was read then.
    var snapshot: Int64 = 0
    var isLoading = false
    var isLoaded = false
  }

  private var runs: [Run] = []
  /// Runs that load at present.
  private var loading = 0
  package private(set) var monitors = Monitors()

  package init() {}

  /// A run takes its snapshot; its number, from 1. O(1).
  package mutating func begin(at now: Int64) -> Int {
    runs.append(Run(snapshot: now))
    return runs.count
  }

  /// When a run took its snapshot; nil for a run that never began.
  package func snapshot(of run: Int) -> Int64? { runs.indices.contains(run - 1) ? runs[run - 1].snapshot : nil }

  /// When the oldest run that may still be loaded took its snapshot; nil where none may. O(runs).
  package var oldestSnapshot: Int64? { runs.lazy.filter { !$0.isLoaded }.map(\.snapshot).min() }

  /// Keeps what a run has found; false for a run that never began, or whose load has begun. O(1).
  package mutating func stage(_ row: Row, in run: Int) -> Bool {
    guard runs.indices.contains(run - 1), !runs[run - 1].isLoaded, !runs[run - 1].isLoading else { return false }
    runs[run - 1].rows.append(row)
    return true
  }

  /// Rows that a run has staged.
  package func staged(in run: Int) -> Int { runs.indices.contains(run - 1) ? runs[run - 1].rows.count : 0 }

  /// The load of a run begins. O(1).
  package mutating func beginLoad(_ run: Int, at now: Int64) -> LoadStart {
    guard runs.indices.contains(run - 1), !runs[run - 1].isLoaded, !runs[run - 1].isLoading else { return .loaded }
    runs[run - 1].isLoading = true
    loading += 1
    guard loading > 1 else { return .begun }
    monitors.report(.oneLoader, UInt64(run), at: now)
    return .overlapping
  }

  /// The load of a run ends: the rows that come into the app now. O(rows).
  package mutating func load(_ run: Int) -> [Row] {
    guard runs.indices.contains(run - 1), runs[run - 1].isLoading else { return [] }
    defer {
      runs[run - 1] = Run(snapshot: runs[run - 1].snapshot, isLoaded: true)
      loading -= 1
    }
    return runs[run - 1].rows
  }
}
