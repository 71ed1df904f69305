import CSys
import Glibc

/// A descriptor that a thread makes readable to wake another one that polls.
final class WakeUp: Sendable {
  let descriptor: Int32

  init() throws(TransportError) {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else { throw TransportError(.nothingSent, .system(code: errno)) }
  }

  deinit { close(descriptor) }

  func ring() { _ = eventfd_write(descriptor, 1) }

  /// Makes it silent again.
  func clear() {
    var count: eventfd_t = 0
    _ = unsafe eventfd_read(descriptor, &count)
  }
}
