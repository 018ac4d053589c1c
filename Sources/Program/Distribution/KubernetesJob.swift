import Foundation
import Scenarios

/// An Indexed Job of Kubernetes that runs the shards of a study, as a manifest. Kubernetes 1.29 reads all of it.
///
/// A pod is a shard: its index, from 0, is in the command as `$(JOB_COMPLETION_INDEX)`, which Kubernetes fills. The
/// claim is mounted where the folder of the caller is, so that paths mean the same in the pod.
struct KubernetesJob: Encodable {
  struct Metadata: Encodable { var name: String }

  struct Spec: Encodable {
    var completionMode = "Indexed"
    var completions: Int
    var parallelism: Int
    var backoffLimitPerIndex: Int
    var podFailurePolicy: FailurePolicy
    var template: Template
  }

  struct FailurePolicy: Encodable {
    struct Rule: Encodable {
      var action: String
      var onExitCodes: Codes
    }
    struct Codes: Encodable {
      var containerName: String
      var `operator` = "In"
      var values: [Int32]
    }
    var rules: [Rule]
  }

  struct Template: Encodable { var spec: Pod }

  struct Pod: Encodable {
    var restartPolicy = "Never"
    var containers: [Container]
    var volumes: [Volume]
  }

  struct Container: Encodable {
    struct Resources: Encodable { var requests: [String: String] }
    struct Mount: Encodable {
      var name: String
      var mountPath: String
    }
    var name: String
    var image: String
    var command: [String]
    var workingDir: String
    var resources: Resources
    var volumeMounts: [Mount]
  }

  struct Volume: Encodable {
    struct Claim: Encodable { var claimName: String }
    var name: String
    var persistentVolumeClaim: Claim
  }

  var apiVersion = "batch/v1"
  var kind = "Job"
  var metadata: Metadata
  var spec: Spec

  /// - Parameters:
  ///   - threads: cores that a pod asks for.
  ///   - directory: where the claim is mounted.
  init(
    name: String, _ command: TaskCommand, shards: Int, atOnce: Int?, retries: Int, threads: Int, image: String,
    claim: String, folder: PartFolder, directory: String
  ) {
    let index = "$(JOB_COMPLETION_INDEX)"
    // Numbered like the pods; whoever reads them looks into them, and not at their names.
    let own =
      ([command.program] + command.words).map(Self.literal)
      + ["--shard", "1+\(index)/\(shards)", "--out", Self.literal(folder.path) + "/part-\(index).sqlite"]
    let container = Container(
      name: "orrery", image: image, command: own, workingDir: directory,
      resources: Container.Resources(requests: ["cpu": String(threads)]),
      volumeMounts: [Container.Mount(name: "study", mountPath: directory)])
    metadata = Metadata(name: Self.label(name))
    spec = Spec(
      completions: shards, parallelism: min(shards, atOnce ?? shards), backoffLimitPerIndex: retries,
      podFailurePolicy: FailurePolicy(rules: [
        FailurePolicy.Rule(
          action: "FailJob",
          onExitCodes: FailurePolicy.Codes(
            containerName: "orrery", values: [Outcome.usage.rawValue, Outcome.invalidScenario.rawValue]))
      ]),
      template: Template(
        spec: Pod(
          containers: [container],
          volumes: [Volume(name: "study", persistentVolumeClaim: Volume.Claim(claimName: claim))])))
  }

  /// The manifest; every YAML reader reads JSON.
  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// A word in which Kubernetes fills nothing.
  static func literal(_ word: String) -> String { word.replacing("$", with: "$$") }

  /// As much of a name as a label of the DNS can have, with room for what pods add.
  static func label(_ name: String) -> String {
    let allowed = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    let words = String(allowed).split(separator: "-").joined(separator: "-")
    let label = words.prefix(40).split(separator: "-").joined(separator: "-")
    return label.isEmpty ? "study" : "orrery-" + label
  }
}
