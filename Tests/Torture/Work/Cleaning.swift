import Foundation
import Synchronization

/// Whatever happens, nothing is left: processes, mounts and the folder go when the torture ends or is interrupted.
enum Cleaning {
  private struct State {
    var folder = NSTemporaryDirectory()
    var processes: Set<Int32> = []
    var mounts: Set<String> = []
  }

  private static let state = Mutex(State())
  private static let asked = Atomic<Bool>(false)

  static var isAsked: Bool { asked.load(ordering: .relaxed) }
  static var folder: String { state.withLock { $0.folder } }

  static func began(_ process: Int32) { state.withLock { _ = $0.processes.insert(process) } }
  static func ended(_ process: Int32) { state.withLock { _ = $0.processes.remove(process) } }
  static func mounted(_ path: String) { state.withLock { _ = $0.mounts.insert(path) } }
  static func unmounted(_ path: String) { state.withLock { _ = $0.mounts.remove(path) } }

  /// On SIGINT and SIGTERM.
  static func install(_ scratch: Scratch) {
    state.withLock { $0.folder = scratch.path }
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        asked.store(true, ordering: .relaxed)
        let (processes, mounts) = state.withLock { ($0.processes, $0.mounts) }
        for process in processes {
          kill(-process, SIGKILL)
          kill(process, SIGKILL)
        }
        for mount in mounts { umount2(mount, Int32(MNT_DETACH)) }
        scratch.remove()
        Ledger.progress(nil)
        _exit(130)
      }
      source.resume()
      sources.append(source)
    }
  }

  /// Kept alive; written by `install` alone, once.
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []
}

/// A folder that is gone when the torture is over; in memory where there is room, since most of the time would go to
/// waiting for a disk.
struct Scratch: Sendable {
  let path: String
  private static let memory = "/dev/shm"
  private static let room: UInt64 = 2_000_000_000

  init() throws {
    var status = statvfs()
    let hasRoom = statvfs(Self.memory, &status) == 0 && UInt64(status.f_bavail) * UInt64(status.f_frsize) > Self.room
    let base = hasRoom ? Self.memory : URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
    path = "\(base)/orrery-torture-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
