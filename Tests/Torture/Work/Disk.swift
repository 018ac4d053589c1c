import Foundation

/// A disk of a given size in memory, where this user may mount one; it is gone with the case.
struct Disk {
  let path: String

  /// Nil where nothing can be mounted.
  init?(at path: String, bytes: Int) {
    self.path = path
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard geteuid() == 0, mount("size=\(bytes)", remount: false) else { return nil }
    Cleaning.mounted(path)
  }

  func resize(to bytes: Int) -> Bool { mount("remount,size=\(bytes)", remount: true) }

  func makeReadOnly() -> Bool { mount("remount,ro", remount: true) }

  func remove() {
    // Whoever was killed may hold it a moment longer.
    for _ in 0..<50 where umount2(path, 0) != 0 { usleep(20_000) }
    umount2(path, Int32(MNT_DETACH))
    Cleaning.unmounted(path)
  }

  private func mount(_ options: String, remount: Bool) -> Bool {
    let arguments = ["-t", "tmpfs", "-o", options, "tmpfs", path]
    return Child("/usr/bin/mount", arguments, in: "/").ending(within: 10).code == 0
  }
}
