/// A change to a scenario's tree: what an option lists, and what `--set` says.
struct Override {
  var path: String
  var value: ConfigurationNode
  /// Where the path itself was written.
  var place: Place
  /// `option poll-240s`, `--set`
  var source: String
}

extension ConfigurationNode {
  /// Applies an override; `false` where its path leads nowhere, after saying so.
  mutating func apply(_ override: Override, problems: ProblemList) {
    apply(override.path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)[...], override, [], problems)
  }

  private mutating func apply(
    _ steps: ArraySlice<String>, _ override: Override, _ walked: [String], _ problems: ProblemList
  ) {
    guard let step = steps.first else { return }
    guard case .mapping(var entries) = content else {
      // A number in a path counts the items of a list.
      if case .sequence(var items) = content, let index = Int(step), items.indices.contains(index) {
        if steps.count == 1 {
          items[index] = override.value
        } else {
          items[index].apply(steps.dropFirst(), override, walked + [step], problems)
        }
        content = .sequence(items)
        return
      }
      problems.error(
        at: override.place,
        "the path `\(override.path)` goes through `\(walked.joined(separator: "."))`, which is \(shape)")
      return
    }
    let index = entries.firstIndex { $0.key == step }
    if steps.count == 1 {
      if override.value.text == "remove" {
        guard let index else {
          problems.error(
            at: override.place, "`\(override.path)` cannot be removed: it is not there",
            Nearest.name(to: step, among: entries.map(\.key)).map { "did you mean `\($0)`?" })
          return
        }
        entries.remove(at: index)
      } else if let index {
        entries[index].value = override.value
      } else {
        entries.append(Entry(key: step, keyPlace: override.place, value: override.value))
      }
    } else if let index {
      entries[index].value.apply(steps.dropFirst(), override, walked + [step], problems)
    } else if walked.isEmpty || ["budgets", "faults", "policies", "workloads", "slos", "components"].contains(walked[0]) && walked.count == 1 && steps.count == 2 {
      // A map that is not there yet: `budgets.X`, `faults.X` may begin one.
      var made = ConfigurationNode(.mapping([]), at: override.place)
      made.apply(steps.dropFirst(), override, walked + [step], problems)
      entries.append(Entry(key: step, keyPlace: override.place, value: made))
    } else {
      let place = walked.isEmpty ? "the file" : "`\(walked.joined(separator: "."))`"
      problems.error(
        at: override.place, "the path `\(override.path)` leads nowhere: \(place) has no `\(step)`",
        Nearest.name(to: step, among: entries.map(\.key)).map { "did you mean `\($0)`?" })
      return
    }
    content = .mapping(entries)
  }
}
