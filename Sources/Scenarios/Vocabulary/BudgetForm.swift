import Components

/// What a budget can say beside its check, as the language has it: a key, and what it changes in the budget.
///
/// ```swift
/// let tolerance = BudgetForm(Parameter("tolerance", .ratio, "the limit may be missed by so much")) { value, budget in
///   guard let share = value.ratio, case .value(let limit) = budget.check.limit else { return false }
///   budget.check.limit = .value(limit * (1 + share))
///   return true
/// }
/// ```
package struct BudgetForm: Sendable {
  package let parameter: Parameter
  /// What a value changes in a budget. The value is read, and what is wrong with it told, whether or not the check can
  /// be; what is to be changed is changed where it can.
  let read: @Sendable (Checker, Item, Fields) -> Change
  typealias Change = (inout Budget) -> Void

  package var name: String { parameter.name }

  /// A key whose value says it all.
  /// - Parameter budget: changes a budget whose check has been read; false where that means nothing, which is an error.
  package init(_ parameter: Parameter, budget: @escaping @Sendable (ParameterValue, inout Budget) -> Bool) {
    self.init(parameter) { checker, item, _ in
      guard let value = checker.read(parameter.form, item, .init(parameter: parameter.name)) else { return { _ in } }
      return { made in
        if !budget(value, &made) {
          checker.problems.error("`\(parameter.name)` means nothing for this check", at: item.place)
        }
      }
    }
  }

  private init(
    _ parameter: Parameter, reading read: @escaping @Sendable (Checker, Item, Fields) -> Change
  ) {
    self.parameter = parameter
    self.read = read
  }

  /// Every key of the language, in the order in which they are read.
  package static let all: [BudgetForm] = [
    BudgetForm(
      Parameter("window", .time, "judged in every window of this length"),
      reading: { checker, item, _ in
        let window = checker.time(item)
        if window == 0 { checker.problems.error("a window of zero holds nothing", at: item.place) }
        return { $0.window = window }
      }),
    BudgetForm(
      Parameter("allow", .ratio, standard: "0%", "share of windows that may break it"),
      reading: { checker, item, fields in
        let allow = checker.ratio(item) ?? 0
        if fields["window"] == nil {
          checker.problems.error("`allow` is a share of windows, and there is no `window`", at: item.place)
        }
        return { $0.allow = allow }
      }),
    BudgetForm(
      Parameter("severity", .word(["fail", "warn"]), standard: "fail", "what a violation does"),
      reading: { checker, item, _ in
        let severity = checker.word(item, ["fail", "warn"]).flatMap(Budget.Severity.init) ?? .fail
        return { $0.severity = severity }
      }),
  ]
}
