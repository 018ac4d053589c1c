import Components
import Engine

extension EffectForm {
  /// Every effect of the language, in the order in which it is told.
  package static let all: [EffectForm] =
    calls + instances + [quota, delay, partition] + records + [deploy, missed, diskLoss]

  private static func example(_ name: String, _ rest: String) -> String { "faults:\n  \(name): { \(rest) }" }

  private static func isFor(
    _ what: String, _ effect: String, _ component: Component, _ kind: Kind, _ suggestion: String? = nil
  ) -> Mismatch {
    ("`\(effect)` is for \(what), and `\(component.name)` is of kind `\(kind.name)`", suggestion)
  }

  // MARK: Calls

  private static let calls: [EffectForm] = [
    EffectForm(
      Parameter("slow", .factor, "everything takes so many times as long"),
      example: example("slow-bank", "at: 10min, for: 2min, hits: bank, slow: x6"), [.zones, .replicas],
      mismatch: { whatWorks("slow", $1, $2) }, read: { checker, use, _ in checker.factor(use.item).map { .slow($0) } }),
    EffectForm(
      Parameter("error", .ratio, "share of calls, or of records published, that end in `error`"),
      example: example("flaky-bank", "at: 10min, for: 2min, hits: bank, error: 20%"), [.zones, .replicas],
      mismatch: { whatIsCalled("error", $1, $2) },
      read: { checker, use, _ in checker.share(use.item, "an error of 0% does nothing").map { .error($0) } }),
    EffectForm(
      Parameter(
        "outage", .flag,
        "every call fails; an interface outside does not answer, so that callers wait for their timeout, and get `error` at once without one. Of a zone: its replicas stop"
      ), example: example("bank-gone", "at: 10min, for: 2min, hits: bank, outage: yes"), [.zones, .replicas, .gaps],
      mismatch: { whatIsCalled("outage", $1, $2) },
      read: { checker, use, _ in checker.isOn(use, "a fault that is no outage does nothing") ? .outage : nil }),
  ]

  /// Records do not work, and nobody calls them.
  private static func whatWorks(_ effect: String, _ component: Component, _ kind: Kind) -> Mismatch? {
    kind.isPublished
      ? isFor("what works or is called", effect, component, kind, "did you mean `error`, `outage` or `reorder`?")
      : whatIsCalled(effect, component, kind)
  }

  // MARK: Instances and what they keep

  private static let instances: [EffectForm] = [
    EffectForm(
      Parameter("crash", .text, "replicas stop, and work in them is lost: `yes` for all, `1 replica`, `3 replicas`"),
      example: example("app-dies", "at: 10min, hits: app, crash: 1 replica, back-in: 3min"),
      [.zones, .replicas, .gaps],
      .comesBack,
      mismatch: {
        $2.facets.crashes ? nil : isFor("what runs in instances", "crash", $1, $2, "did you mean `outage: yes`?")
      }, read: { checker, use, replicas in checker.readCrash(use, replicas: &replicas) ? .crash : nil }),
    EffectForm(
      Parameter("failover", .flag, "a database loses its primary; a copy takes over after its failover time"),
      example: example("db-dies", "at: 10min, hits: db, failover: yes"), [], .mayComeBack,
      mismatch: { checker, component, kind in
        if kind.structure != .database { return isFor("a database", "failover", component, kind) }
        return checker.copies(component) > 0
          ? nil
          : ("`\(component.name)` has no `replica` that could take over", "add one, as in `replica: { count: 1 }`")
      }, read: { checker, use, _ in checker.isOn(use) ? .failover : nil }),
    EffectForm(
      Parameter("flush", .flag, "a cache forgets everything"),
      example: example("cold-cache", "at: 10min, hits: products, flush: yes"), [], .instant,
      mismatch: { _, component, kind in
        if kind.structure == .edge, component.parameters["caches"] == nil {
          return ("`\(component.name)` keeps no keys that it could forget", "say which, as in `caches: image`")
        }
        return kind.facets.isCache ? nil : isFor("a cache", "flush", component, kind)
      }, read: { checker, use, _ in checker.isOn(use) ? .flush : nil }),
  ]

  private static let quota = EffectForm(
    Parameter("quota", .factor, "a quota or limit is multiplied by this"),
    example: example("less-quota", "at: 10min, for: 5min, hits: bank, quota: x0.5"),
    mismatch: { _, component, kind in
      let limits = ["quota", "limit", "rate"].filter { kind.has($0) }
      if limits.isEmpty { return isFor("what has a quota or limit", "quota", component, kind) }
      return limits.contains { component.parameters[$0] != nil }
        ? nil : ("`\(component.name)` has no `\(limits[0])` that could change", nil)
    }, read: { checker, use, _ in checker.factor(use.item).map { .quota($0) } })

  private static let delay = EffectForm(
    Parameter("delay", .time, "calls take so much longer on the way"),
    example: example("far-away", "at: 10min, for: 5min, hits: db, delay: 80ms"), [.zones],
    mismatch: { whatWorks("delay", $1, $2) },
    read: { checker, use, _ in checker.positiveTime(use.item, "a delay of zero does nothing").map { .delay($0) } })

  private static let partition = EffectForm(
    Parameter(
      "partition", .text,
      "calls and records do not arrive, answers do not come back, and consumers cut off from their topic take nothing: `yes` for all, or the component that calls come from"
    ), example: example("cut-off", "at: 10min, for: 1min, hits: db, partition: app"), [.zones],
    mismatch: { whatIsCalled("partition", $1, $2) }, read: { checker, use, _ in checker.readPartition(use) })

  private static let deploy = EffectForm(
    Parameter("deploy", .map(Language.deploy), "a version that makes calls fail, or slower"),
    example: example("bad-version", "at: 10min, for: 8min, hits: app, deploy: { error: 5%, slow: x1.5 }"), [.replicas],
    mismatch: { $2.facets.deploys ? nil : isFor("what runs a version of its own", "deploy", $1, $2) },
    read: { checker, use, _ in checker.readDeploy(use.item) })

  private static let missed = EffectForm(
    Parameter("missed", .flag, "a timer does not fire"),
    example: example("no-report", "at: 10min, for: 1h, hits: nightly, missed: yes"),
    mismatch: { $2.structure == .timer ? nil : isFor("a cron", "missed", $1, $2) },
    read: { checker, use, _ in checker.isOn(use) ? .missed : nil })

  private static let diskLoss = EffectForm(
    Parameter(
      "disk-loss", .time,
      "a store is out until it is restored, which takes this long; what it wrote since its last complete backup is gone, or what its copies did not have yet"
    ), example: example("disk-gone", "at: 10min, hits: db, disk-loss: 30min"), [], .instant,
    mismatch: { $2.facets.keepsData ? nil : isFor("a store", "disk-loss", $1, $2) },
    read: { checker, use, _ in
      checker.positiveTime(use.item, "restoring a disk takes time").map { .diskLoss(restore: $0) }
    })

  // MARK: Records

  private static let records: [EffectForm] = [
    EffectForm(
      Parameter("reorder", .ratio, "share of records that come late, `by` a time"),
      example: example("late", "at: 10min, for: 5min, hits: events, reorder: 5%, by: 10ms..2s"),
      mismatch: { ofRecords("reorder", $1, $2) }, read: { checker, use, _ in checker.readReorder(use) }),
    records(
      "duplicate", "share of records that come twice",
      example("twice", "at: 10min, for: 5min, hits: mails, duplicate: 2%")
    ) { .duplicate($0) },
    records(
      "loss", "share of records that are lost after they were acknowledged",
      example("lossy", "at: 10min, for: 5min, hits: events, loss: 0.1%")
    ) { .loss($0) },
    records(
      "poison", "share of records that no consumer can process",
      example("bad-mails", "at: 10min, for: 5min, hits: mails, poison: 0.1%")
    ) { .poison($0) },
  ]

  private static func records(
    _ name: String, _ documentation: String, _ example: String, _ effect: @escaping @Sendable (Double) -> Fault.Effect
  ) -> EffectForm {
    EffectForm(
      Parameter(name, .ratio, documentation), example: example, mismatch: { ofRecords(name, $1, $2) },
      read: { checker, use, _ in checker.share(use.item, "a share of 0% does nothing").map(effect) })
  }

  private static func ofRecords(_ effect: String, _ component: Component, _ kind: Kind) -> Mismatch? {
    kind.isPublished ? nil : isFor("the records of a topic or queue", effect, component, kind)
  }
}
