import Experiments
import Foundation

/// A trace in the Trace Event Format that Perfetto and `chrome://tracing` open: a process for each component and the
/// client, a thread for each replica. Times are microseconds from the start of the run.
package enum TraceEvents {
  package static func text(_ trace: TraceResult) throws -> String {
    var layout = Layout()
    for request in trace.requests { layout.add(request.root, of: request.name, calledBy: nil) }
    return try JSONReport.text(Document(traceEvents: layout.names + layout.events, scenario: trace.scenario.name))
  }

  private struct Document: Encodable {
    let displayTimeUnit = "ms"
    let traceEvents: [Event]
    let otherData: [String: String]
    init(traceEvents: [Event], scenario: String) {
      self.traceEvents = traceEvents
      otherData = ["scenario": scenario]
    }
  }

  private struct Event: Encodable {
    var name: String
    /// `X` is a whole stretch, `i` an instant, `s` and `f` the two ends of an arrow, `M` a name.
    var ph: String
    var cat: String?
    var pid: Int
    var tid: Int
    var ts: Foundation.Decimal?
    var dur: Foundation.Decimal?
    var id: Int?
    /// Of an arrow's end, that it comes to the stretch around it; of an instant, that it is its thread's.
    var bp: String?
    var s: String?
    var args: [String: String]?
  }

  /// Where activities are drawn: those of one replica that overlap without one being inside the other stand in threads of
  /// their own, since viewers would cut them off.
  private struct Layout {
    private struct Thread {
      var replica: Int
      var lane: Int
      var taken: [ClosedRange<Int64>] = []
    }
    private struct Process {
      var pid: Int
      var name: String
      var threads: [Thread] = []
    }

    private var processes: [Process] = []
    private(set) var events: [Event] = []
    private var arrows = 0

    mutating func add(
      _ activity: TracedActivity, of request: String, calledBy caller: (pid: Int, tid: Int)?
    ) {
      let (pid, tid) = place(activity)
      var stretch = Event(name: TraceWords.title(activity), ph: "X", cat: activity.role.rawValue, pid: pid, tid: tid)
      stretch.ts = micros(activity.began)
      stretch.dur = micros(activity.length)
      stretch.args = ["request": request, "outcome": activity.isOver ? activity.outcome : "not over"]
      events.append(stretch)
      if let caller, caller.pid != pid || caller.tid != tid {
        addArrow(from: caller, to: (pid, tid), at: activity.began)
      }
      for item in activity.items {
        switch item {
        case .span(let span):
          var stretch = Event(
            name: TraceWords.activity(span, at: activity), ph: "X", cat: span.cause.cause, pid: pid, tid: tid)
          stretch.ts = micros(span.from)
          stretch.dur = micros(span.length)
          if !span.label.isEmpty { stretch.args = ["step": span.label] }
          events.append(stretch)
        case .event(let event):
          var instant = Event(name: TraceWords.event(event), ph: "i", cat: "event", pid: pid, tid: tid)
          instant.ts = micros(event.at)
          instant.s = "t"
          events.append(instant)
        case .activity(let callee): add(callee, of: request, calledBy: (pid, tid))
        }
      }
    }

    private mutating func addArrow(from caller: (pid: Int, tid: Int), to callee: (pid: Int, tid: Int), at: Int64) {
      arrows += 1
      var begin = Event(name: "call", ph: "s", cat: "call", pid: caller.pid, tid: caller.tid)
      begin.ts = micros(at)
      begin.id = arrows
      var end = Event(name: "call", ph: "f", cat: "call", pid: callee.pid, tid: callee.tid)
      end.ts = micros(at)
      end.id = arrows
      end.bp = "e"
      events += [begin, end]
    }

    /// Exact: a nanosecond is three digits behind the point.
    private func micros(_ nanoseconds: Int64) -> Foundation.Decimal {
      Foundation.Decimal(nanoseconds) / 1000
    }

    private mutating func place(_ activity: TracedActivity) -> (pid: Int, tid: Int) {
      // The client has the index −1, and viewers know no process 0.
      let pid = activity.place + 2
      let process: Int
      if let known = processes.firstIndex(where: { $0.pid == pid }) {
        process = known
      } else {
        processes.append(Process(pid: pid, name: activity.place < 0 ? "client" : activity.component))
        process = processes.count - 1
      }
      let stretch = activity.began...max(activity.began, activity.ended)
      let lanes = processes[process].threads.indices.filter {
        processes[process].threads[$0].replica == activity.replica
      }
      let free = lanes.first { lane in
        processes[process].threads[lane].taken.allSatisfy { !overlaps($0, stretch) }
      }
      if let free {
        processes[process].threads[free].taken.append(stretch)
        return (pid, free + 1)
      }
      processes[process].threads.append(Thread(replica: activity.replica, lane: lanes.count, taken: [stretch]))
      return (pid, processes[process].threads.count)
    }

    /// What only meets at an instant does not.
    private func overlaps(_ one: ClosedRange<Int64>, _ other: ClosedRange<Int64>) -> Bool {
      one == other || one.lowerBound < other.upperBound && other.lowerBound < one.upperBound
    }

    /// Of processes and threads, the client first and then components in the order of the file.
    var names: [Event] {
      processes.sorted { $0.pid < $1.pid }.flatMap { process in
        [name("process_name", process.name, pid: process.pid, tid: 0)]
          + process.threads.enumerated().map { number, thread in
            let lane = thread.lane == 0 ? "" : ", beside (\(thread.lane))"
            return name(
              "thread_name", process.pid == 1 ? "requests\(lane)" : "replica \(thread.replica)\(lane)",
              pid: process.pid, tid: number + 1)
          }
      }
    }

    private func name(_ what: String, _ name: String, pid: Int, tid: Int) -> Event {
      var event = Event(name: what, ph: "M", pid: pid, tid: tid)
      event.args = ["name": name]
      return event
    }
  }
}
