import Foundation
import Testing

/// Programs called `sbatch`, `squeue`, `sacct`, `scontrol` and `scancel` in a folder, which act as Slurm's do: tasks of
/// an array are run at once, as processes of this machine. Files in `slurm/` change what happens.
///
/// - `lose-3` with a state: the next task 3 is not run, and `sacct` says that it ended so.
/// - `hold-3`: task 3 waits until the file is gone.
/// - `refuse`: `sbatch` refuses every job.
/// - `silent`: `squeue` does not answer as long as it is there.
/// - `no-accounts`: `sacct` keeps none, and `scontrol` is asked.
struct FakeSlurm {
  let study: Study
  var environment: [String: String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return ["PATH": "\(study.program.folder)/bin:\(path)", "FAKE_SLURM": "\(study.program.folder)/slurm"]
  }

  init(_ study: Study) throws {
    self.study = study
    for folder in ["bin", "slurm"] {
      try FileManager.default.createDirectory(
        atPath: "\(study.program.folder)/\(folder)", withIntermediateDirectories: true)
    }
    for (name, text) in Self.programs {
      _ = try study.script("bin/\(name)", "cd \"$FAKE_SLURM\" || exit 1\necho \"\(name) $*\" >>calls\n" + text)
    }
  }

  func set(_ name: String, _ text: String = "") throws { _ = try study.program.write("slurm/\(name)", text) }
  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(study.program.folder)/slurm/\(name)")
  }

  /// The calls of one of the programs, in order.
  func calls(_ name: String) -> [String] { study.lines("slurm/calls").filter { $0.hasPrefix(name + " ") } }

  private static let programs = [
    "sbatch": """
    if [ -e refuse ]; then
      echo "sbatch: error: invalid partition specified: fast" >&2
      echo "sbatch: error: Batch job submission failed: Invalid partition name specified" >&2
      exit 1
    fi
    job=$(($(cat last 2>/dev/null || echo 100) + 1))
    echo "$job" >last
    array=
    for word; do case $word in --array=*) array=${word#--array=} ;; esac; done
    cp -- "${!#}" "$job.sh"
    IFS=,
    for range in ${array%%%*}; do
      for number in $(seq -s, "${range%-*}" "${range#*-}"); do
        if [ -e "lose-$number" ]; then
          mv "lose-$number" "$job.$number.lost"
          continue
        fi
        touch "$job.$number.active"
        (
          while [ -e "hold-$number" ] && [ -e "$job.$number.active" ]; do sleep 0.05; done
          [ ! -e "$job.$number.active" ] || SLURM_ARRAY_TASK_ID=$number bash "$job.sh"
          rm -f "$job.$number.active"
        ) </dev/null >/dev/null 2>&1 &
      done
    done
    echo "$job;east"

    """,
    "squeue": """
    if [ -e silent ]; then
      echo "slurm_load_jobs error: Unable to contact slurm controller (connect failure)" >&2
      exit 1
    fi
    jobs=
    for word; do case $word in --jobs=*) jobs=${word#--jobs=} ;; esac; done
    found=
    for job in ${jobs//,/ }; do
      for file in "$job".*.active; do
        [ -e "$file" ] || continue
        number=${file#*.}
        number=${number%.active}
        found=yes
        if [ -e "hold-$number" ]; then echo "$job|$number|PENDING|Resources"; else echo "$job|$number|RUNNING|None"; fi
      done
    done
    if [ -z "$found" ]; then
      echo "slurm_load_jobs error: Invalid job id specified" >&2
      exit 1
    fi

    """,
    "sacct": """
    if [ -e no-accounts ]; then
      echo "Slurm accounting storage is disabled" >&2
      exit 1
    fi
    for file in *.lost; do
      [ -e "$file" ] || continue
      task=${file%.lost}
      echo "${task/./_}|$(cat "$file")|0:0"
    done

    """,
    "scontrol": """
    for file in "${!#}".*.lost; do
      [ -e "$file" ] || continue
      task=${file%.lost}
      echo "JobId=7 ArrayJobId=${task%.*} ArrayTaskId=${task#*.} JobName=x JobState=$(cat "$file") ExitCode=0:0 Reason=None"
    done

    """,
    "scancel": """
    for file in "${!#}".*.active; do rm -f "$file"; done

    """,
  ]
}
