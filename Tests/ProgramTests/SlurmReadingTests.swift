import Testing

@testable import OrreryProgram

@Suite struct SlurmReadingTests {
  @Test(
    arguments: [
      ("123\n", "123"), ("123;east\n", "123"), ("sbatch: warning: slow today\n7\n", "7"), ("", nil),
      ("Submitted batch job\n", nil), ("12 3", nil),
    ] as [(String, String?)])
  func `the number of a job is read`(output: String, job: String?) {
    #expect(SlurmReading.submitted(output) == job)
  }

  @Test func `tasks of the queue are read, and lines that say nothing known are left out`() {
    let found = SlurmReading.queue(
      "5|1|RUNNING|None\n5|2|PENDING|Resources\n5|3|COMPLETING|None\n5|4|REQUEUED|BeginTime\n5|N/A|RUNNING|None\n5|6|ODD|x\n\nrubbish\n"
    )
    #expect(found.map(\.task.number) == [1, 2, 3, 4])
    #expect(found.map(\.state) == [.running, .waiting("Resources"), .running, .waiting("BeginTime")])
    #expect(found.allSatisfy { $0.task.job == "5" })
  }

  @Test func `how tasks have ended is read from the accounts`() {
    let found = SlurmReading.accounts(
      "5_1|COMPLETED|0:0\n5_2|FAILED|65:0\n5_3|FAILED|0:9\n5_4|CANCELLED by 1000|0:15\n5_5|NODE_FAIL|1:0\n5_[6-9]|PENDING|0:0\n5|FAILED|1:0\n5_7|TIMEOUT|0:0\n5_8|MYSTERY|0:0\n"
    )
    #expect(found.map(\.task.number) == [1, 2, 3, 4, 5, 7])
    #expect(
      found.map(\.state) == [
        .ended(0), .ended(65), .lost("FAILED, signal 9"), .lost("CANCELLED, signal 15"), .lost("NODE_FAIL"),
        .lost("TIMEOUT"),
      ])
  }

  @Test func `and from the controller where there are no accounts`() {
    let found = SlurmReading.jobs(
      "JobId=9 ArrayJobId=5 ArrayTaskId=2 JobName=x JobState=FAILED Reason=NonZeroExitCode ExitCode=65:0 Restarts=0\nJobId=5 ArrayJobId=5 ArrayTaskId=1 JobState=NODE_FAIL ExitCode=0:0\nJobId=8 JobState=RUNNING\n"
    )
    #expect(found.map(\.task) == [SlurmReading.Task(job: "5", number: 2), SlurmReading.Task(job: "5", number: 1)])
    #expect(found.map(\.state) == [.ended(65), .lost("NODE_FAIL")])
  }
}
