import Components

/// The keys of `live`.
extension Language {
  static let live: [Parameter] = [
    Parameter(
      "target", .text, "URL of the service, as in `http://127.0.0.1:8080`; `--target` takes its place"),
    Parameter(
      "connections", .text, standard: "64",
      "how many all requests share, opened before the first one; or `per user`: one for each user of a closed workload"),
    Parameter("at-most", .map(liveBounds), "what a run may do to the service; needed where it is on another machine"),
    Parameter("stop-when", .text, "`share errors > 50% for 10s`: ends a run that only does harm"),
    Parameter("fidelity", .map(fidelity), "how far a live figure may lie outside of what the model predicts"),
    Parameter("prepare", .text, "a request before the run, as in `POST /reset`; it must be answered with 2xx"),
    Parameter(
      "audit", .text,
      "a request after the run, as in `GET /audit`; the object `violations` of its answer, invariant → count, is judged as monitors are"
    ),
    Parameter("calls", .table(.map(liveCall)), "component.operation, as flows call it → a request of HTTP"),
  ]
  static let liveBounds: [Parameter] = [
    Parameter("rate", .rate, "requests in any second; a plan with more is refused"),
    Parameter("requests", .count(1...1_000_000_000), "requests in all; a plan with more is refused"),
    Parameter(
      "in-flight", .count(1...4_000_000), "requests begun and not answered; the run is stopped where there are more"),
  ]
  static let fidelity: [Parameter] = [
    Parameter(
      "within", .text, standard: "10% or 5ms",
      "of times and rates: a share, a time, or both, of which the larger counts"),
    Parameter("shares", .text, standard: "0.5 points", "of shares of outcomes, in percentage points"),
  ]
  static let liveMethods = ["get", "post", "put", "patch", "delete", "head"]
  static let liveCall: [Parameter] =
    liveMethods.map {
      Parameter($0, .text, "path of a \($0.uppercased()), with `{placeholders}`; one method each")
    } + [
      Parameter("headers", .table(.text), "field → text with placeholders, or `secret NAME` of the command line"),
      Parameter("body", .text, "text with placeholders; values are escaped as in a JSON string"),
      Parameter(
        "take", .table(.text),
        "name of a later placeholder → `$.order.id`, or `$.seats.0` in a list, of a JSON answer, `header NAME`, or `cookie NAME`"
      ),
      Parameter("replies", .table(.text), "status, as in 200 or 5xx → outcome; other statuses are `error`"),
      Parameter("never", .list(.text), "outcomes that flows handle and this service does not give"),
    ]
}
