import Components
import Engine

/// What a closed workload says beside its users: how fast they ask, how many there are over time, who they are.
extension Checker {
  func readPacing(_ item: Item?, into workload: inout Workload) {
    guard let item, case .closed(let users, let think, let patience) = workload.shape else { return }
    let who = root["workloads"]?[workload.name]?["who"]
    workload.pace = item["pace"].flatMap { positiveDistribution($0, "a pace of zero is none") }
    if let stages = item["stages"] { workload.userStages = readUserStages(stages) }
    let entities = workload.who.flatMap { who in scenario.populations.first { $0.name == who }?.count }
    if item["users"] == nil && item["stages"] == nil {
      workload.shape = .closed(users: entities ?? 1, think: think, patience: patience)
      if who == nil {
        problems.error(
          "`users` is missing in `closed`", at: item.place,
          suggestion: "write it as in `users: 40`, as `stages` where their number changes, or say `who` they are")
      }
    } else if let entities, users > entities {
      problems.error(
        "\(users) users are more than the \(entities) of `\(workload.who ?? "")`", at: item.place,
        suggestion: "each user of a closed workload is an entity of its own")
    }
  }

  private func readUserStages(_ item: Item) -> [Workload.Stage] {
    guard let elements = item.node.elements else {
      problems.error("`stages` is a list, not \(item.node.description)", at: item.place)
      return []
    }
    var stages: [Workload.Stage] = []
    var rest = ValueReader.longestTime
    for (index, node) in elements.enumerated() {
      let element = item.element(index, node)
      guard let fields = fields(element, Language.userStage, of: "a stage") else { continue }
      let name = fields["name"].flatMap { newName($0, "a stage") } ?? "stage-\(index + 1)"
      if stages.contains(where: { $0.name == name }) {
        problems.error("two stages are called `\(name.shortened)`", at: fields["name"]?.place ?? element.place)
      }
      guard let duration = fields["duration"].flatMap({ time($0) }),
        let target = fields["target"].flatMap({ count($0, of: "target", in: Language.userStage) })
      else { continue }
      guard duration <= rest else {
        problems.error("the stages are longer than 100 years", at: item.place)
        return []
      }
      rest -= duration
      stages.append(Workload.Stage(name: name, duration: duration, target: Double(target)))
    }
    if elements.isEmpty { problems.error("`stages` is empty", at: item.place) }
    return stages
  }
}
