import Foundation

/// Debian's chromium without a window: reads a page from disk as a person's browser does, and tells what stands on it.
public struct Browser {
  public static let program = "/usr/bin/chromium"
  /// Whether there is one; the tests of pages say so where there is none.
  public static var isThere: Bool { FileManager.default.isExecutableFile(atPath: program) }
  public static let absence = "chromium is missing: apt-get install chromium"

  /// What a browser may do by itself, and a page does not need.
  private static let quiet = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions",
    "--hide-scrollbars",
    "--virtual-time-budget=4000",
  ]

  private let folder: String
  private let width: Int

  /// Keeps its profile in a folder, which is the caller's to remove. The window has `width` pixels.
  public init(in folder: String, width: Int = 1280) {
    self.folder = folder
    self.width = width
  }

  /// The page as it stands once its scripts have run, as HTML.
  public func dom(_ path: String, at fragment: String = "") throws -> String {
    try run(["--dump-dom", Self.address(path, fragment)])
  }

  /// Whom the browser asks by itself, whatever page is open.
  private static let ownHosts = ["google.com", "googleapis.com", "gstatic.com", "gvt1.com"]

  /// Addresses that were asked for while the page was open, but those of files.
  public func requests(_ path: String, at fragment: String = "") throws -> [String] {
    let log = "\(folder)/network.json"
    _ = try run(["--log-net-log=\(log)", "--dump-dom", Self.address(path, fragment)])
    let tree = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: log))) as? [String: Any]
    let events = tree?["events"] as? [[String: Any]] ?? []
    let addresses = events.compactMap { ($0["params"] as? [String: Any])?["url"] as? String }
    let asked = Set(addresses.filter { $0.hasPrefix("http") || $0.hasPrefix("ws") })
    return asked.filter { address in !Self.ownHosts.contains { address.contains($0) } }.sorted()
  }

  private static func address(_ path: String, _ fragment: String) -> String {
    URL(fileURLWithPath: path).absoluteString + (fragment.isEmpty ? "" : "#\(fragment)")
  }

  private func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
    process.arguments =
      ["60", Self.program, "--user-data-dir=\(folder)/profile", "--window-size=\(width),1000"] + Self.quiet + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }
}
