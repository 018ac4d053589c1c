import Components
import Engine

/// Parameters of a component, or of a map among them, as written or by the catalogue's default: nobody else has defaults.
struct ParameterValues {
  /// For whoever asks for what its kind does not have.
  private let owner: String
  private let values: [String: ParameterValue]

  init(_ values: [String: ParameterValue], of owner: String) {
    self.values = values
    self.owner = owner
  }

  subscript(name: String) -> ParameterValue? { values[name] }

  // MARK: Those that are required or have a default

  func count(_ name: String) -> Int64 { value(name, \.count) }
  func bytes(_ name: String) -> Int64 { value(name, \.bytes) }
  func time(_ name: String) -> Nanoseconds { value(name, \.nanoseconds) }
  func distribution(_ name: String) -> Distribution { value(name, \.distribution) }
  func flag(_ name: String) -> Bool { value(name, \.flag) }
  func ratio(_ name: String) -> Double { value(name, \.ratio) }
  func factor(_ name: String) -> Double { value(name, \.factor) }
  func word(_ name: String) -> String { value(name, \.word) }

  private func value<Value>(_ name: String, _ form: (ParameterValue) -> Value?) -> Value {
    guard let value = values[name].flatMap(form) else {
      preconditionFailure("\(owner) has no `\(name)`, neither written nor by the catalogue")
    }
    return value
  }
}

extension Component {
  var values: ParameterValues { ParameterValues(parameters, of: "`\(name)` of kind `\(kind)`") }

  /// The fields of a parameter that is a map; nil when it is not there or is something else.
  func map(_ name: String) -> ParameterValues? {
    parameters[name]?.table.map { fields in
      ParameterValues(
        Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }),
        of: "`\(name)` of `\(self.name)`")
    }
  }

  /// A word that may be left out.
  func word(_ name: String) -> String? { parameters[name]?.word }
}
