import CZMQ
import Glibc

/// A ZeroMQ context: its I/O threads, and the namespace of its `inproc` endpoints.
///
/// Every socket keeps its context alive, so a context ends after its last socket.
@safe
public final class Context: @unchecked Sendable {  // ZeroMQ contexts may be used by all threads
  let handle: UnsafeMutableRawPointer

  public init() throws(BusError) {
    guard let handle = unsafe zmq_ctx_new() else { throw lastError("zmq_ctx_new") }
    unsafe self.handle = handle
    unsafe zmq_ctx_set(handle, ZMQ_BLOCKY, 0)
  }

  deinit { unsafe zmq_ctx_term(handle) }

  /// Makes every blocking call on a socket of this context return at once, on all threads.
  public func shutDown() {
    _ = unsafe zmq_ctx_shutdown(handle)
  }
}

/// The error of the last ZeroMQ call on this thread.
func lastError(_ operation: String) -> BusError {
  .system(operation: operation, code: zmq_errno())
}

/// The text of an errno, ZeroMQ's own included.
func systemMessage(_ code: Int32) -> String {
  guard let text = unsafe zmq_strerror(code) else { return "error \(code)" }
  return unsafe String(cString: text)
}

/// Nanoseconds of a clock that only runs forward.
public func monotonicNanoseconds() -> Int64 {
  var time = timespec()
  _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// Nanoseconds since 1970.
public func wallNanoseconds() -> Int64 {
  var time = timespec()
  _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
