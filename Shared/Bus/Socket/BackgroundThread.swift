import Glibc
import Synchronization

/// A thread that runs one function which looks at `isStopping` now and then; stopped and joined
/// by `stop`.
@safe
public final class BackgroundThread: Sendable {
  /// Told to the body of the thread that it shall return.
  public final class Signal: Sendable {
    private let flag = Atomic<Bool>(false)

    public var isStopping: Bool { flag.load(ordering: .acquiring) }
    func raise() { flag.store(true, ordering: .releasing) }
  }

  private final class Duty: Sendable {
    let body: @Sendable (Signal) -> Void
    let signal: Signal

    init(body: @escaping @Sendable (Signal) -> Void, signal: Signal) {
      self.body = body
      self.signal = signal
    }
  }

  private let signal = Signal()
  private let thread = Mutex<pthread_t?>(nil)

  /// Starts the thread; it takes no signals of the process.
  public init(_ body: @escaping @Sendable (Signal) -> Void) throws(BusError) {
    var thread = pthread_t()
    let duty = unsafe Unmanaged.passRetained(Duty(body: body, signal: signal)).toOpaque()
    let code = unsafe pthread_create(
      &thread, nil,
      { @Sendable argument in
        guard let argument = unsafe argument else { return nil }
        let duty = unsafe Unmanaged<Duty>.fromOpaque(argument).takeRetainedValue()
        var all = sigset_t()
        _ = unsafe sigfillset(&all)
        _ = unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
        duty.body(duty.signal)
        return nil
      }, duty)
    guard code == 0 else { throw .system(operation: "pthread_create", code: code) }
    let started = thread
    self.thread.withLock { $0 = started }
  }

  deinit { stop() }

  /// Tells the thread to return and waits until it has.
  public func stop() {
    signal.raise()
    let running = thread.withLock { thread in
      let running = thread
      thread = nil
      return running
    }
    if let running { _ = pthread_join(running, nil) }
  }
}

/// What a new thread says about its start, and what its maker waits for.
final class Start: Sendable {
  private let outcome = Mutex<Result<Bool, BusError>>(.success(false))

  func report(_ result: Result<Bool, BusError>) { outcome.withLock { $0 = result } }

  /// Returns when the thread said it is ready, throws what it said instead.
  func wait() throws(BusError) {
    while true {
      if try outcome.withLock({ $0 }).get() { return }
      usleep(200)
    }
  }
}
