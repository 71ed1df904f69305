import Glibc

/// A thread of its own that takes no signals of the process.
@safe
struct WorkerThread: @unchecked Sendable {  // an id of a thread
  private let thread: pthread_t

  private final class Duty: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Starts it.
  init(_ body: @escaping @Sendable () -> Void) throws(TransportError) {
    var thread = pthread_t()
    let duty = unsafe Unmanaged.passRetained(Duty(body))
    let code = unsafe pthread_create(
      &thread, nil,
      { @Sendable argument in
        guard let argument = unsafe argument else { return nil }
        let duty = unsafe Unmanaged<Duty>.fromOpaque(argument).takeRetainedValue()
        var all = sigset_t()
        _ = unsafe sigfillset(&all)
        _ = unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
        duty.body()
        return nil
      }, duty.toOpaque())
    guard code == 0 else {
      unsafe duty.release()
      throw TransportError(.nothingSent, .system(code: code))
    }
    self.thread = thread
  }

  /// Lets it end by itself.
  func detach() { pthread_detach(thread) }

  /// Waits until it has ended.
  func join() { _ = pthread_join(thread, nil) }
}
