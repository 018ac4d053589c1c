import Experiments

/// What the gate found as JUnit XML, in the form that both Ant's schema and the readers of CI services take: one
/// testsuite for each scenario, one testcase for each budget, objective, invariant and figure beside the baseline.
package enum JUnitReport {
  package static func text(_ report: GateReport, host: String = "localhost") -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
    var number = 0
    for suite in report.suites {
      text += xml(suite, number, report, host: host)
      number += 1
    }
    for failure in report.failures {
      text += xml(failure, number, report, host: host)
      number += 1
    }
    return text + "</testsuites>\n"
  }

  private static func xml(_ suite: GateSuite, _ number: Int, _ report: GateReport, host: String) -> String {
    let result = suite.result
    var text = opening(
      suite.name, number, report, host: host, tests: suite.checks.count,
      failures: suite.checks(.violated).count, errors: suite.checks(.cannotJudge).count,
      seconds: result.host.wallSeconds)
    text += "    <properties>\n"
    for (name, value) in [
      ("file", suite.gate.file), ("seed", "\(result.scenario.seed)"), ("replications", "\(result.replications)"),
      ("digest", result.digest), ("program", result.programVersion),
      ("baseline", suite.gate.baseline?.database ?? ""),
    ] where !value.isEmpty {
      text += "      <property name=\"\(escaped(name))\" value=\"\(escaped(value))\"/>\n"
    }
    text += "    </properties>\n"
    for check in suite.checks { text += testcase(check, of: suite.name) }
    let warned = suite.checks(.warned).map { "warning: \($0.name): \($0.message)\(place($0))\n" }
    text += "    <system-out>\(escaped(warned.joined()))</system-out>\n"
    text += "    <system-err>\(escaped(result.warnings.map { $0 + "\n" }.joined()))</system-err>\n"
    return text + "  </testsuite>\n"
  }

  private static func testcase(_ check: GateCheck, of suite: String) -> String {
    let name = check.check.isEmpty ? check.name : "\(check.name): \(check.check)"
    let opening =
      "    <testcase classname=\"\(escaped("\(suite).\(check.kind.rawValue)"))\" name=\"\(escaped(name))\" time=\"0\""
    let element: String
    switch check.verdict {
    case .held, .warned: return opening + "/>\n"
    case .violated: element = "failure"
    case .cannotJudge: element = "error"
    }
    return """
      \(opening)>
            <\(element) message="\(escaped(check.message))" type="\(check.kind.rawValue)">\
      \(escaped("\(check.reason)\(place(check))"))</\(element)>
          </testcase>

      """
  }

  private static func xml(_ failure: GateReport.Failure, _ number: Int, _ report: GateReport, host: String) -> String {
    let first = failure.message.split(separator: "\n").first.map(String.init) ?? failure.message
    return opening(failure.file, number, report, host: host, tests: 1, failures: 0, errors: 1, seconds: 0) + """
          <properties/>
          <testcase classname="\(escaped(failure.file))" name="can be run" time="0">
            <error message="\(escaped(first))" type="run">\(escaped(failure.message))</error>
          </testcase>
          <system-out/>
          <system-err/>
        </testsuite>

      """
  }

  private static func opening(
    _ name: String, _ number: Int, _ report: GateReport, host: String, tests: Int, failures: Int, errors: Int,
    seconds: Double
  ) -> String {
    let millis = Int64(min(9e18, (max(0, seconds) * 1000).rounded()))
    let rest = String(millis % 1000)
    let time = "\(millis / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    return """
        <testsuite name="\(escaped(name))" package="orrery" id="\(number)" tests="\(tests)" failures="\(failures)" \
      errors="\(errors)" time="\(time)" timestamp="\(escaped(report.timestamp))" hostname="\(escaped(host))">

      """
  }

  private static func place(_ check: GateCheck) -> String {
    check.file.isEmpty ? "" : " (\(check.file):\(check.line))"
  }

  /// As text and in a quoted attribute. What XML 1.0 has no way to write is replaced.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&apos;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case "\r": result += "&#13;"
      case _ where scalar.value < 32 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += "\u{fffd}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
