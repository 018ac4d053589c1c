import Components
public enum JSONSchema { public static func text(bindings: [BindingDescription]) -> String { "{}" } }
