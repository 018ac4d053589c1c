import Glibc
import Synchronization

/// A fixed set of threads that run numbered pieces of work together and wait for one another: the
/// barrier of windowed execution. Which thread takes which piece is left to chance, so pieces must not
/// share state; results that are merged by piece number are the same for any number of threads.
///
/// The threads end with the pool.
public final class WorkerPool: @unchecked Sendable {
  /// Threads that share the work, the caller's included: at least one.
  public let threads: Int
  private let rounds = Rounds()
  private var workers: [pthread_t] = []

  /// - Parameter threads: the caller's thread is one of them.
  public init(threads: Int) {
    self.threads = max(1, threads)
    for worker in 1..<max(1, self.threads) {
      let start = Start(rounds: rounds, worker: worker)
      var thread = pthread_t()
      let context = Unmanaged.passRetained(start).toOpaque()
      let status = pthread_create(
        &thread, nil,
        { raw in
          guard let raw else { return nil }
          let start = Unmanaged<Start>.fromOpaque(raw).takeRetainedValue()
          start.rounds.serve(as: start.worker)
          return nil
        }, context)
      if status == 0 {
        workers.append(thread)
      } else {
        Unmanaged<Start>.fromOpaque(context).release()
      }
    }
  }

  /// Threads hold on to the rounds that they serve and not to the pool, or it would never go.
  private final class Start {
    let rounds: Rounds
    let worker: Int
    init(rounds: Rounds, worker: Int) {
      self.rounds = rounds
      self.worker = worker
    }
  }

  deinit {
    rounds.stop()
    for worker in workers { pthread_join(worker, nil) }
  }

  /// Runs `body(piece, worker)` for every piece and returns when all are done. `worker` is below
  /// `threads`: an index into scratch space that no other thread uses meanwhile.
  public func run(pieces count: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
    if workers.isEmpty || count < 2 {
      for piece in 0..<count { body(piece, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in rounds.run(count, body, helpers: workers.count) }
  }
}

/// What the threads of a pool share.
private final class Rounds: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let started = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let finished = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  // Guarded by `lock`.
  private var round = 0
  private var busy = 0
  private var stops = false
  private var body: ((_ piece: Int, _ worker: Int) -> Void)?
  private var pieces = 0
  private let next = Atomic<Int>(0)

  init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(started, nil)
    pthread_cond_init(finished, nil)
  }

  deinit {
    pthread_cond_destroy(started)
    pthread_cond_destroy(finished)
    pthread_mutex_destroy(lock)
    started.deallocate()
    finished.deallocate()
    lock.deallocate()
  }

  func run(_ count: Int, _ body: @escaping (Int, Int) -> Void, helpers: Int) {
    pthread_mutex_lock(lock)
    self.body = body
    pieces = count
    next.store(0, ordering: .relaxed)
    busy = helpers
    round += 1
    pthread_cond_broadcast(started)
    pthread_mutex_unlock(lock)
    claim(count, body, worker: 0)
    pthread_mutex_lock(lock)
    while busy > 0 { pthread_cond_wait(finished, lock) }
    self.body = nil
    pthread_mutex_unlock(lock)
  }

  func stop() {
    pthread_mutex_lock(lock)
    stops = true
    pthread_cond_broadcast(started)
    pthread_mutex_unlock(lock)
  }

  private func claim(_ count: Int, _ body: (Int, Int) -> Void, worker: Int) {
    while true {
      let piece = next.add(1, ordering: .relaxed).oldValue
      if piece >= count { return }
      body(piece, worker)
    }
  }

  func serve(as worker: Int) {
    var seen = 0
    while true {
      pthread_mutex_lock(lock)
      while round == seen && !stops { pthread_cond_wait(started, lock) }
      if stops {
        pthread_mutex_unlock(lock)
        return
      }
      seen = round
      pthread_mutex_unlock(lock)
      work(as: worker)
      pthread_mutex_lock(lock)
      busy -= 1
      if busy == 0 { pthread_cond_signal(finished) }
      pthread_mutex_unlock(lock)
    }
  }

  /// A call of its own, so that the body is let go before the round is reported as done: it must not
  /// outlive the round. Body and pieces do not change before that.
  @inline(never)
  private func work(as worker: Int) {
    if let body { claim(pieces, body, worker: worker) }
  }
}
