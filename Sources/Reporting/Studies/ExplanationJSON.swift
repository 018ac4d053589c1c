import Experiments

/// An explanation as one versioned JSON object, for programs.
package enum ExplanationJSON {
  package static func text(_ explanation: Explanation) throws -> String {
    try JSONReport.text(Document(explanation))
  }

  private struct Document: Encodable {
    let schema = JSONReport.schema
    let study = "explain"
    let scenario: String
    let options: [String]
    let seed: UInt64
    let replications: Int
    let figures: [Figure]
    let saturation: OrNull<First>
    let bill: [Line]
    let losses: [Lost]
    let remarks: [String]

    init(_ explanation: Explanation) {
      scenario = explanation.scenario.name
      options = explanation.scenario.options
      seed = explanation.scenario.seed
      replications = explanation.replications
      figures = explanation.figures.map(Figure.init)
      saturation = OrNull(explanation.saturation.map(First.init))
      bill = explanation.bill.map(Line.init)
      losses = explanation.losses.map(Lost.init)
      remarks = explanation.remarks
    }
  }

  private struct Figure: Encodable {
    let figure, unit: String
    let value: OrNull<Double>
    let budget, verdict: OrNull<String>
    let sentence, difference: OrNull<String>
    let leading: OrNull<Leading>
    let exemplars, contrasts: Int
    let mean_ns, contrast_mean_ns: Double
    let shares: [Share]
    let failures: [Failure]
    let slowest: [Request]
    init(_ figure: ExplainedFigure) {
      self.figure = figure.figure
      unit = figure.unit
      value = OrNull(figure.value.flatMap { $0.isFinite ? $0 : nil })
      budget = OrNull(figure.budget)
      verdict = OrNull(figure.verdict?.rawValue)
      sentence = OrNull(ExplanationWords.leading(figure))
      difference = OrNull(ExplanationWords.difference(figure))
      leading = OrNull(figure.leading.map(Leading.init))
      exemplars = figure.exemplars
      contrasts = figure.contrasts
      mean_ns = figure.mean
      contrast_mean_ns = figure.contrastMean
      shares = figure.shares.map(Share.init)
      failures = figure.failures.map(Failure.init)
      slowest = figure.slowest.map(Request.init)
    }
  }

  private struct Failure: Encodable {
    let outcome, component, cause, awaited: String
    let share: Double
    /// Places in a line, calls a second, or nanoseconds of a timeout; null where the cause has no such limit.
    let limit: OrNull<Double>
    let faults: [String]
    let words: String
    init(_ failure: FailureShare) {
      faults = failure.faults
      outcome = failure.outcome
      component = failure.component
      cause = failure.cause
      awaited = failure.awaited
      share = failure.share
      limit = OrNull(failure.limit)
      words = ExplanationWords.failure(failure)
    }
  }

  private struct Leading: Encodable {
    let component, cause, diagnosis: String
    let root: Root
    let evidence: [Item]
    init(_ leading: LeadingCause) {
      component = ExplanationWords.name(leading.share)
      cause = leading.share.cause
      diagnosis = leading.diagnosis.rawValue
      root = Root(component: ExplanationWords.name(leading.root), cause: leading.root.cause)
      evidence = leading.evidence.map {
        Item(
          kind: $0.kind.rawValue, component: $0.component, value: $0.value, words: ExplanationWords.evidence($0))
      }
    }
  }

  private struct Root: Encodable { let component, cause: String }

  private struct Item: Encodable {
    let kind, component: String
    let value: Double
    let words: String
  }

  private struct Share: Encodable {
    let component, cause: String
    let mean_ns, share, contrast_mean_ns, contrast_share: Double
    init(_ share: CauseShare) {
      component = ExplanationWords.name(share)
      cause = share.cause
      mean_ns = share.mean
      self.share = share.share
      contrast_mean_ns = share.contrastMean
      contrast_share = share.contrastShare
    }
  }

  private struct Request: Encodable {
    let request, outcome: String
    let replication: Int
    let latency_ns: Int64
    let steps: [Step]
    init(_ request: SlowRequest) {
      self.request = request.name
      outcome = request.outcome
      replication = request.replication
      latency_ns = request.value
      steps = request.steps.map {
        Step(
          component: $0.component, cause: $0.cause, step: $0.label, depth: $0.depth, at_ns: $0.at, length_ns: $0.length)
      }
    }
  }

  private struct Step: Encodable {
    let component, cause, step: String
    let depth: Int
    let at_ns, length_ns: Int64
  }

  private struct First: Encodable {
    let component, words: String
    let at_ns: Int64
    let utilization: OrNull<Double>
    let then: [String]
    let callers: [Caller]
    init(_ saturation: Saturation) {
      component = saturation.component
      words = ExplanationWords.saturation(saturation)
      at_ns = saturation.at
      utilization = OrNull(saturation.utilization)
      then = saturation.then
      callers = saturation.callers.map { Caller(component: $0.name, share: $0.share) }
    }
  }

  private struct Caller: Encodable {
    let component: String
    let share: Double
  }

  private struct Line: Encodable {
    let component, item, driver: String
    let share: Double
    let per_month_micros: Int64
    init(_ share: BillShare) {
      component = share.line.component
      item = share.line.item
      driver = ExplanationWords.driver(share.line)
      self.share = share.share
      per_month_micros = share.line.perMonthMicros
    }
  }

  private struct Lost: Encodable {
    let component, counter: String
    let count: UInt64
    let entity: OrNull<Int64>
    init(_ loss: Loss) {
      component = loss.component
      counter = loss.counter
      count = loss.count
      entity = OrNull(loss.entity)
    }
  }
}
