import Components

/// What a fault can do, as the language has it: its key, what it can hit, and what is made of its value.
///
/// ```swift
/// let brownout = EffectForm(
///   Parameter("brownout", .ratio, "share of calls that fail, while the others take twice as long"),
///   example: "faults:\n  dim: { at: 10min, for: 2min, hits: app, brownout: 30% }", hits: [.zones, .replicas]
/// ) { $0.ratio.map { .deploy(error: $0, slow: 2) } }
/// ```
package struct EffectForm: Sendable {
  /// What may be said about where and how it hits, beside the component.
  package struct Reach: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// All that stands in a zone.
    package static let zones = Reach(rawValue: 1)
    /// The first so many replicas alone.
    package static let replicas = Reach(rawValue: 1 << 1)
    /// One passage through the gap before a step.
    package static let gaps = Reach(rawValue: 1 << 2)
  }

  /// How long it lasts.
  package enum Span: Sendable {
    case stated
    /// It happens at an instant.
    case instant
    /// What it stops comes back after a time, or after none where nothing is said.
    case comesBack, mayComeBack
  }

  /// Why it cannot hit a component, and what to write instead.
  package typealias Mismatch = (message: String, suggestion: String?)

  package let parameter: Parameter
  package let example: String
  let reach: Reach
  let span: Span
  let mismatch: @Sendable (Checker, Component, Kind) -> Mismatch?
  let read: @Sendable (Checker, EffectUse, inout Int64?) -> Fault.Effect?

  package var name: String { parameter.name }

  /// An effect whose value says it all.
  /// - Parameters:
  ///   - kinds: which it can hit; those that are called, where nothing is said.
  ///   - effect: of a value that has the parameter's form; nil where it does nothing, which is an error.
  package init(
    _ parameter: Parameter, example: String, hits reach: Reach = [], lasts span: Span = .stated,
    kinds: (@Sendable (Kind) -> Bool)? = nil, effect: @escaping @Sendable (ParameterValue) -> Fault.Effect?
  ) {
    let name = parameter.name
    self.init(
      parameter, example: example, reach, span,
      mismatch: { checker, component, kind in
        guard let kinds else { return Self.whatIsCalled(name, component, kind) }
        return kinds(kind) ? nil : ("`\(name)` cannot hit `\(component.name)`, which is of kind `\(kind.name)`", nil)
      },
      read: { checker, use, _ in
        guard let value = checker.read(parameter.form, use.item, .init(parameter: name)) else { return nil }
        guard let made = effect(value) else {
          checker.problems.error("this `\(name)` does nothing", at: use.item.place)
          return nil
        }
        return made
      })
  }

  init(
    _ parameter: Parameter, example: String, _ reach: Reach = [], _ span: Span = .stated,
    mismatch: @escaping @Sendable (Checker, Component, Kind) -> Mismatch?,
    read: @escaping @Sendable (Checker, EffectUse, inout Int64?) -> Fault.Effect?
  ) {
    self.parameter = parameter
    self.example = example
    self.reach = reach
    self.span = span
    self.mismatch = mismatch
    self.read = read
  }

  /// What is called can fail, be slow and be far away.
  static func whatIsCalled(_ effect: String, _ component: Component, _ kind: Kind) -> Mismatch? {
    if kind.structure == .poller {
      return ("polls of `\(component.name)` cannot be hit where they start", "let it hit what is polled")
    }
    guard case .none = kind.operations else { return nil }
    return ("nothing calls kind `\(kind.name)`", kind.structure == .timer ? "did you mean `missed: yes`?" : nil)
  }
}

/// An effect as a fault states it, and where.
struct EffectUse {
  var form: EffectForm
  var item: Item
  var keyPlace: Place
  var fault: Item
  var fields: Fields
  var target: Fault.Target?

  var name: String { form.name }
  var component: String? { if case .component(let name)? = target { name } else { nil } }
  var zone: String? { if case .zone(let name)? = target { name } else { nil } }
}
