import Recording
import Reporting

extension RunList.Entry {
  package init(_ run: StoredRun) {
    self.init(
      run: run.run, name: run.name, options: run.options, assignments: run.assignments, seed: run.seed, load: run.load,
      scale: run.scale, replications: run.replications, mode: run.mode, verdict: run.verdict, isPartial: run.isPartial,
      recordedAt: run.recordedAt, programVersion: run.programVersion, digest: run.digest)
  }
}
