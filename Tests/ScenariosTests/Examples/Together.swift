extension Example {
  /// `together.yaml`, as the language was first written down.
  static let together = #"""
    # Two systems on one clock with a shared platform.
    orrery: 1
    name: together
    question: Does a ticket rush slow anybody else down?
    run: { starts: Sat 10:00, duration: 1h, warm-up: 5min }

    systems:
      tk: { file: tickets.yaml, with: [ seats=hold ], join: { mail: post } }      # its `mail` is our `post`
      rw: { file: road-warrior-cycle.yaml, with: [ poll-240s ], join: { push: post } }  # operations must match: checked
    components:
      post: { kind: channel, operations: { send: 120ms }, quota: 14/s }
    budgets:
      rw-fresh: p99 freshness(system=rw) < 300s
    options:
      big-rush: { workloads.tk/rush.crowd.count: 250k }       # names take the prefix; paths keep their dots
      own-post: { components.tk/mail: { kind: channel, operations: { send: 120ms }, quota: 14/s } }
    """# + "\n"
}
