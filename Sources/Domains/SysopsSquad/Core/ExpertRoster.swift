/// `Available → Proposed → Travelling → Working → Available | OffShift` (card, section 2).
package enum ExpertState: UInt8, Sendable, CaseIterable {
  case offShift
  case available
  case proposed
  case travelling
  case working
}

package struct Expert: Sendable {
  /// What the expert can do.
  package var skills: SkillSet
  /// What the profile in the operations store says; they differ where it is outdated.
  package var profile: SkillSet
  package var region: UInt16
  package var home: Place

  package init(skills: SkillSet, profile: SkillSet? = nil, region: UInt16 = 0, home: Place = Place(x: 0, y: 0)) {
    self.skills = skills
    self.profile = profile ?? skills
    self.region = region
    self.home = home
  }
}

/// All experts, numbered from 0, with their shifts, and by region.
struct ExpertRoster: Sendable {
  private(set) var experts: [Expert]
  private(set) var states: [ExpertState]
  private var openAssignments: [UInt8]
  private var byRegion: [[UInt32]] = []

  init(_ experts: [Expert]) {
    self.experts = experts
    states = Array(repeating: .offShift, count: experts.count)
    openAssignments = Array(repeating: 0, count: experts.count)
    for (number, expert) in experts.enumerated() {
      while byRegion.count <= Int(expert.region) { byRegion.append([]) }
      byRegion[Int(expert.region)].append(UInt32(number))
    }
  }

  var regions: Int { byRegion.count }

  /// Experts of a region who can be proposed now, by number.
  func available(in region: UInt16) -> [UInt32] {
    Int(region) < byRegion.count ? byRegion[Int(region)].filter { states[Int($0)] == .available } : []
  }

  mutating func set(_ expert: UInt32, _ state: ExpertState) { states[Int(expert)] = state }
  mutating func setProfile(_ expert: UInt32, _ skills: SkillSet) { experts[Int(expert)].profile = skills }
  func hasOpenAssignment(_ expert: UInt32) -> Bool { openAssignments[Int(expert)] > 0 }
  mutating func open(_ expert: UInt32) { openAssignments[Int(expert)] += 1 }
  mutating func close(_ expert: UInt32) { openAssignments[Int(expert)] -= 1 }
}
