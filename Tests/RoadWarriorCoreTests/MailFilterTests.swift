import TestSupport
import Testing

@testable import RoadWarriorCore

@Suite struct MailFilterTests {
  private func mail(_ sender: String, _ subject: String = "hello") -> Mail {
    Mail(sender: sender, subject: subject, body: "")
  }

  @Test func `a whitelist lets in its domains and their subdomains alone`() {
    let rules = MailRules(whitelist: ["StayWell.example"])
    for sender in [
      "a@staywell.example", "A <a@STAYWELL.example>", "b@mail.staywell.example", "A B <a@staywell.example >",
    ] {
      #expect(rules.admits(mail(sender)), "\(sender)")
    }
    for sender in ["a@evilstaywell.example", "a@staywell.example.evil", "staywell.example", "", "a@other.example"] {
      #expect(!rules.admits(mail(sender)), "\(sender)")
    }
    #expect(MailRules().admits(mail("")))
  }

  @Test func `what is blocked stays out, whatever the whitelist says`() {
    let rules = MailRules(
      whitelist: ["staywell.example"], blocked: ["news.staywell.example"], blockedWords: ["Ärger", "sale"])
    #expect(rules.admits(mail("a@staywell.example")))
    #expect(!rules.admits(mail("a@news.staywell.example")))
    #expect(!rules.admits(mail("a@staywell.example", "Summer SALE!")))
    #expect(!rules.admits(mail("a@staywell.example", "viel ärger")))
  }

  /// A random history of rules that change and mail that comes in.
  private func history(_ order: FilterOrder, seed: UInt64) -> (filter: MailFilter, keptOut: [UInt32]) {
    var draws = SmallGenerator(seed: seed)
    var filter = MailFilter(order: order, travellers: 8)
    let domains = ["a.example", "b.example", "c.example"]
    let rules = [[], ["a.example"], ["a.example", "b.example"]].map { MailRules(whitelist: $0, blockedWords: ["spam"]) }
    let numbers = rules.compactMap { filter.add($0) }
    var followed = Array(repeating: MailRules(), count: 8)
    var keptOut = Array(repeating: UInt32(0), count: 8)
    for step in 0..<500 {
      let traveller = UInt32(draws.below(8))
      if draws.below(5) == 0 {
        let choice = draws.below(3)
        filter.follow(numbers[choice], traveller: traveller)
        followed[Int(traveller)] = rules[choice]
        continue
      }
      let mail = mail("x@" + domains[draws.below(3)], draws.below(4) == 0 ? "spam" : "news")
      let isWanted = followed[Int(traveller)].admits(mail)
      keptOut[Int(traveller)] += isWanted ? 0 : 1
      let outcome = filter.admit(mail, for: traveller, at: Int64(step))
      #expect((outcome == .stored) == (isWanted || order == .afterStoring), "seed \(seed)")
    }
    return (filter, keptOut)
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func `filtered before storing, nothing unwanted is ever stored`(seed: UInt64) {
    let (filter, keptOut) = history(.beforeStoring, seed: seed)
    #expect(keptOut.reduce(0, +) > 100 && filter.monitors.violated.isEmpty, "seed \(seed)")
    #expect((0..<8).allSatisfy { filter.outsideCount(of: $0) == 0 })
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func `filtered after storing, each unwanted mail is a violation`(seed: UInt64) {
    var (filter, keptOut) = history(.afterStoring, seed: seed)
    #expect(filter.monitors.violated == [.filteredFirst], "seed \(seed)")
    #expect(filter.monitors[.filteredFirst].violations == UInt64(keptOut.reduce(0, +)))
    for traveller in 0..<8 as Range<UInt32> {
      #expect(filter.sweep(traveller) == keptOut[Int(traveller)] && filter.outsideCount(of: traveller) == 0)
    }
  }

  @Test func `rules have 65,536 numbers, and an erased traveller none of them`() {
    var filter = MailFilter(order: .beforeStoring, travellers: 1)
    var last: UInt16?
    for _ in 0..<65_535 { last = filter.add(MailRules(whitelist: ["a.example"])) }
    #expect(last == .max && filter.add(MailRules()) == nil)
    filter.follow(.max, traveller: 0)
    #expect(filter.admit(mail("x@b.example"), for: 0, at: 0) == .keptOut)
    filter.erase(0)
    #expect(filter.admit(mail("x@b.example"), for: 0, at: 0) == .stored)
  }
}
