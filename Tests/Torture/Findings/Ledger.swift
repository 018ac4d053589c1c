import Foundation
import Synchronization

/// Counts by campaign, what was found, and how far the work is.
final class Ledger: Sendable {
  private struct Account {
    var counts: [(name: String, count: Int)] = []
    var findings: [(what: String, count: Int)] = []
    var began = ContinuousClock.now
    var seconds = 0.0
  }

  private struct State {
    var accounts: [(campaign: String, account: Account)] = []
    var shownAt = ContinuousClock.now
    var failures: [String] = []
  }

  private let state = Mutex(State())
  private let reproducers: Reproducers
  private let seed: UInt64

  init(_ reproducers: Reproducers, seed: UInt64) {
    self.reproducers = reproducers
    self.seed = seed
  }

  var isClean: Bool {
    state.withLock { $0.failures.isEmpty && $0.accounts.allSatisfy { $0.account.findings.isEmpty } }
  }

  func begin(_ campaign: String) { change(campaign) { $0.began = .now } }

  func end(_ campaign: String) {
    change(campaign) { $0.seconds = ($0.began.duration(to: .now) / .seconds(1)) }
    Self.progress(nil)
  }

  /// What is counted first stands first.
  func count(_ name: String, by number: Int = 1, of campaign: String) {
    let line: String? = change(campaign) { account in
      if let place = account.counts.firstIndex(where: { $0.name == name }) {
        account.counts[place].count += number
      } else {
        account.counts.append((name, number))
      }
      return "\(campaign)  \(Self.text(account.counts))  \(account.findings.reduce(0) { $0 + $1.count }) found"
    }
    let isDue = state.withLock { state in
      guard ContinuousClock.now - state.shownAt > .milliseconds(500) else { return false }
      state.shownAt = .now
      return true
    }
    if isDue { Self.progress(line) }
  }

  /// Keeps the first few of a sort, and counts the others.
  func add(_ finding: Finding, of campaign: String, keeping folder: String? = nil) {
    let count = change(campaign) { account in
      if let place = account.findings.firstIndex(where: { $0.what == finding.what }) {
        account.findings[place].count += 1
        return account.findings[place].count
      }
      account.findings.append((finding.what, 1))
      return 1
    }
    guard count <= Reproducers.mostOfSort else { return }
    do {
      let place = try reproducers.keep(finding, of: campaign, seed: seed, copying: folder)
      Self.progress(nil)
      print("FOUND \(campaign) case \(finding.number): \(finding.what)\n      \(place)")
    } catch {
      fail("a finding cannot be kept: \(error)")
    }
  }

  /// Whether another one of a sort is worth the time that making it smaller takes.
  func isNew(_ what: String, of campaign: String) -> Bool {
    change(campaign) { account in !account.findings.contains { $0.what == what } }
  }

  /// The torture itself does not work.
  func fail(_ message: String) {
    state.withLock { $0.failures.append(message) }
    Self.progress(nil)
    print("FAILED \(message)")
  }

  @discardableResult
  private func change<Result>(_ campaign: String, _ body: (inout Account) -> Result) -> Result {
    state.withLock { state in
      if let place = state.accounts.firstIndex(where: { $0.campaign == campaign }) {
        return body(&state.accounts[place].account)
      }
      state.accounts.append((campaign, Account()))
      return body(&state.accounts[state.accounts.count - 1].account)
    }
  }

  private static func text(_ counts: [(name: String, count: Int)]) -> String {
    counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
  }

  /// A line for each campaign, and one for each sort of finding.
  var table: String {
    state.withLock { state in
      var lines: [String] = []
      for (campaign, account) in state.accounts {
        let found = account.findings.reduce(0) { $0 + $1.count }
        let name = campaign.padding(toLength: 11, withPad: " ", startingAt: 0)
        let seconds = "\(Int(account.seconds.rounded())) s"
        lines.append("\(name) \(seconds): \(Self.text(account.counts)), \(found) found")
        for finding in account.findings { lines.append("            \(finding.count) × \(finding.what)") }
      }
      return (lines + state.failures.map { "FAILED \($0)" }).joined(separator: "\n")
    }
  }

  /// Replaces the line that shows how far the work is; nil takes it away.
  static func progress(_ line: String?) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    FileHandle.standardError.write(Data("\r\u{1b}[2K\(line ?? "")".utf8))
  }
}
