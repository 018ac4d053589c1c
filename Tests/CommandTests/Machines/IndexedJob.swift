import Foundation
import Testing

/// An Indexed Job as Kubernetes reads it: every field is of the API `batch/v1` and has its type; others are refused.
struct IndexedJob {
  private(set) var completions = 0
  private(set) var parallelism = 0
  private(set) var claims: [String] = []
  private(set) var mountPath = ""
  private var words: [String] = []

  private indirect enum Form: Sendable {
    case text, number
    case list(Form)
    case object([String: Form])
    case map(Form)
  }

  /// As much of the API as a job of ours may have.
  private static let form = Form.object([
    "apiVersion": .text, "kind": .text, "metadata": .object(["name": .text]),
    "spec": .object([
      "completionMode": .text, "completions": .number, "parallelism": .number, "backoffLimitPerIndex": .number,
      "podFailurePolicy": .object([
        "rules": .list(
          .object([
            "action": .text,
            "onExitCodes": .object(["containerName": .text, "operator": .text, "values": .list(.number)]),
          ]))
      ]),
      "template": .object([
        "spec": .object([
          "restartPolicy": .text,
          "containers": .list(
            .object([
              "name": .text, "image": .text, "command": .list(.text), "workingDir": .text,
              "resources": .object(["requests": .map(.text)]),
              "volumeMounts": .list(.object(["name": .text, "mountPath": .text])),
            ])),
          "volumes": .list(.object(["name": .text, "persistentVolumeClaim": .object(["claimName": .text])])),
        ])
      ]),
    ]),
  ])

  init(_ text: String) throws {
    let job = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    Self.check(job, Self.form, "job")
    #expect(job["apiVersion"] as? String == "batch/v1" && job["kind"] as? String == "Job")
    let name = try #require((job["metadata"] as? [String: Any])?["name"] as? String)
    #expect(name.wholeMatch(of: #/[a-z]([a-z0-9-]*[a-z0-9])?/#) != nil && name.count <= 52, "\(name)")
    let spec = try #require(job["spec"] as? [String: Any])
    #expect(spec["completionMode"] as? String == "Indexed")
    completions = try #require(spec["completions"] as? Int)
    parallelism = try #require(spec["parallelism"] as? Int)
    let pod = try #require((spec["template"] as? [String: Any])?["spec"] as? [String: Any])
    // A policy of failures asks for it.
    #expect(pod["restartPolicy"] as? String == "Never")
    let containers = try #require(pod["containers"] as? [[String: Any]])
    let container = try #require(containers.first)
    words = try #require(container["command"] as? [String])
    let mounts = try #require(container["volumeMounts"] as? [[String: String]])
    let volumes = try #require(pod["volumes"] as? [[String: Any]])
    #expect(Set(mounts.map { $0["name"] }) == Set(volumes.map { $0["name"] as? String }))
    claims = volumes.compactMap { ($0["persistentVolumeClaim"] as? [String: String])?["claimName"] }
    mountPath = mounts.first?["mountPath"] ?? ""
  }

  /// The words of a pod, filled as Kubernetes fills them: `$$` is a dollar, `$(NAME)` a variable, and all else stays.
  func command(index: Int) -> [String] {
    words.map { word in
      var result = ""
      var rest = word[...]
      while let dollar = rest.firstIndex(of: "$") {
        result += rest[..<dollar]
        rest = rest[dollar...].dropFirst()
        if rest.first == "$" {
          rest = rest.dropFirst()
          result += "$"
        } else if let name = rest.prefixMatch(of: #/\(JOB_COMPLETION_INDEX\)/#) {
          rest = rest[name.range.upperBound...]
          result += "\(index)"
        } else {
          result += "$"
        }
      }
      return result + rest
    }
  }

  private static func check(_ value: Any, _ form: Form, _ path: String) {
    switch form {
    case .text: #expect(value is String, "\(path)")
    case .number: #expect(value is Int, "\(path)")
    case .list(let element):
      guard let list = value as? [Any] else { return #expect(Bool(false), "\(path) is no list") }
      #expect(!list.isEmpty, "\(path)")
      for (index, one) in list.enumerated() { check(one, element, "\(path)[\(index)]") }
    case .map(let element):
      guard let object = value as? [String: Any] else { return #expect(Bool(false), "\(path) is no map") }
      for (key, one) in object { check(one, element, "\(path).\(key)") }
    case .object(let fields):
      guard let object = value as? [String: Any] else { return #expect(Bool(false), "\(path) is no object") }
      #expect(Set(object.keys) == Set(fields.keys), "\(path)")
      for (key, one) in object { fields[key].map { check(one, $0, "\(path).\(key)") } }
    }
  }
}
