/// A strict reader of the OpenMetrics text format 1.0, as far as programs may write it without time stamps and exemplars.
package struct OpenMetricsText {
  package struct Problem: Error, CustomStringConvertible {
    package var description: String
  }

  package struct Sample {
    package var name: String
    package var labels: [String: String]
    package var value: Double
  }

  package struct Family {
    package var name: String
    package var kind: String
    package var unit = ""
    package var help = ""
    package var samples: [Sample] = []
  }

  package private(set) var families: [Family] = []

  private static let suffixes = [
    "counter": ["_total"], "gauge": [""], "histogram": ["_bucket", "_count", "_sum"], "info": ["_info"],
    "stateset": [""],
  ]

  package init(_ text: String) throws {
    guard text.hasSuffix("\n# EOF\n") else { throw Problem(description: "it does not end with # EOF and a line feed") }
    var seen: Set<String> = []
    for line in text.dropLast("# EOF\n".count).split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("# ") {
        try readMetadata(line)
      } else {
        let sample = try read(line)
        let key = sample.name + sample.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined()
        guard seen.insert(key).inserted else { throw Problem(description: "twice: \(line)") }
        families[families.count - 1].samples.append(sample)
      }
    }
    for family in families { try check(family) }
  }

  private mutating func readMetadata(_ line: Substring) throws {
    let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
    guard words.count == 4 else { throw Problem(description: "no metadata: \(line)") }
    let (what, name, rest) = (words[1], String(words[2]), words[3])
    if what == "TYPE" {
      guard !families.contains(where: { $0.name == name }) else { throw Problem(description: "\(name) comes again") }
      guard Self.suffixes[String(rest)] != nil else { throw Problem(description: "no type: \(rest)") }
      guard Self.isName(name) else { throw Problem(description: "no name: \(name)") }
      families.append(Family(name: name, kind: String(rest)))
      return
    }
    guard families.last?.name == name, families[families.count - 1].samples.isEmpty else {
      throw Problem(description: "\(what) of \(name) at a wrong place")
    }
    switch what {
    case "UNIT":
      guard name.hasSuffix("_\(rest)") else { throw Problem(description: "\(name) does not end in \(rest)") }
      families[families.count - 1].unit = String(rest)
    case "HELP": families[families.count - 1].help = try Self.unescaped(rest)
    default: throw Problem(description: "no metadata: \(line)")
    }
  }

  private func read(_ line: Substring) throws -> Sample {
    guard let family = families.last else { throw Problem(description: "a sample without a family: \(line)") }
    var rest = line
    let name = String(rest.prefix { $0 != "{" && $0 != " " })
    rest = rest.dropFirst(name.count)
    guard (Self.suffixes[family.kind] ?? []).contains(where: { family.name + $0 == name }) else {
      throw Problem(description: "\(name) is no sample of the \(family.kind) \(family.name)")
    }
    var labels: [String: String] = [:]
    if rest.first == "{" {
      rest = rest.dropFirst()
      repeat {
        let label = String(rest.prefix { $0 != "=" })
        guard Self.isName(label), labels[label] == nil else { throw Problem(description: "label \(label) in: \(line)") }
        rest = rest.dropFirst(label.count)
        guard rest.hasPrefix("=\"") else { throw Problem(description: "no value of \(label): \(line)") }
        rest = rest.dropFirst(2)
        var end = rest.startIndex
        while end < rest.endIndex, rest[end] != "\"" {
          end = rest.index(end, offsetBy: rest[end] == "\\" ? 2 : 1)
        }
        labels[label] = try Self.unescaped(rest[..<end])
        rest = rest[rest.index(after: end)...]
        let isMore = rest.first == ","
        guard isMore || rest.first == "}" else { throw Problem(description: "labels do not end: \(line)") }
        rest = rest.dropFirst()
        if !isMore { break }
      } while true
    }
    guard rest.first == " ", let value = Self.number(String(rest.dropFirst())) else {
      throw Problem(description: "no value: \(line)")
    }
    return Sample(name: name, labels: labels, value: value)
  }

  private func check(_ family: Family) throws {
    guard !family.samples.isEmpty else { throw Problem(description: "\(family.name) has no samples") }
    switch family.kind {
    case "counter":
      guard family.samples.allSatisfy({ $0.value >= 0 }) else { throw Problem(description: "\(family.name) falls") }
    case "info":
      guard family.samples.allSatisfy({ $0.value == 1 }) else { throw Problem(description: "\(family.name) is not 1") }
    case "stateset":
      guard family.samples.allSatisfy({ [0, 1].contains($0.value) && $0.labels[family.name] != nil }) else {
        throw Problem(description: "\(family.name) has no state")
      }
    case "histogram": try checkBuckets(family)
    default: break
    }
  }

  /// Of each label set: ascending bounds, counts that do not fall, +Inf last and equal to the count, and a sum if and only
  /// if there is a count.
  private func checkBuckets(_ family: Family) throws {
    var series: [[String: String]: [Sample]] = [:]
    for sample in family.samples {
      var labels = sample.labels
      labels["le"] = nil
      series[labels, default: []].append(sample)
    }
    for (labels, samples) in series {
      let buckets = samples.filter { $0.name.hasSuffix("_bucket") }
      let bounds = buckets.compactMap { $0.labels["le"].flatMap(Self.number) }
      guard bounds.count == buckets.count, bounds == bounds.sorted(), Set(bounds).count == bounds.count,
        bounds.last == .infinity
      else { throw Problem(description: "\(family.name)\(labels): bounds \(bounds)") }
      guard buckets.map(\.value) == buckets.map(\.value).sorted() else {
        throw Problem(description: "\(family.name)\(labels): counts fall")
      }
      let count = samples.first { $0.name.hasSuffix("_count") }?.value
      guard (count != nil) == samples.contains(where: { $0.name.hasSuffix("_sum") }) else {
        throw Problem(description: "\(family.name)\(labels): a sum without a count")
      }
      if let count, count != buckets.last?.value { throw Problem(description: "\(family.name)\(labels): count") }
    }
  }

  private static func isName(_ text: String) -> Bool {
    text.first.map { $0 == "_" || $0.isLetter } == true
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  private static func number(_ text: String) -> Double? {
    if text == "+Inf" { return .infinity }
    let isNumeral = text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
    return isNumeral ? Double(text) : nil
  }

  private static func unescaped(_ text: Substring) throws -> String {
    var result = ""
    var rest = text
    while let first = rest.popFirst() {
      guard first == "\\" else {
        if first == "\"" { throw Problem(description: "a bare quotation mark in \(text)") }
        result.append(first)
        continue
      }
      switch rest.popFirst() {
      case "\\": result.append("\\")
      case "\"": result.append("\"")
      case "n": result.append("\n")
      default: throw Problem(description: "no escape in \(text)")
      }
    }
    return result
  }

  // MARK: Questions

  package func family(_ name: String) -> Family? { families.first { $0.name == name } }

  /// Of the one sample with these labels and maybe others; nil where there is none, or more than one.
  package func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
    let found = families.flatMap(\.samples).filter { sample in
      sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value }
    }
    return found.count == 1 ? found[0].value : nil
  }
}
