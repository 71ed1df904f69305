import CSys
import Glibc

/// Many file descriptors behind one that is readable when any of them has something (epoll).
public final class DescriptorSet: Sendable {
  public let descriptor: Int32

  /// Traps when the system has no descriptors left.
  public init() {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    precondition(descriptor >= 0, "the system has no descriptors left")
  }

  deinit { close(descriptor) }

  /// Watches a descriptor for reading, and for writing if that is wanted.
  public func watch(_ other: Int32, writing: Bool = false) {
    let wanted = EPOLLIN.rawValue | (writing ? EPOLLOUT.rawValue : 0)
    var event = unsafe epoll_event(events: wanted, data: epoll_data_t(fd: other))
    if unsafe epoll_ctl(descriptor, EPOLL_CTL_MOD, other, &event) != 0 {
      _ = unsafe epoll_ctl(descriptor, EPOLL_CTL_ADD, other, &event)
    }
  }

  /// Forgets a descriptor, which must still be open.
  public func forget(_ other: Int32) {
    var event = unsafe epoll_event()
    _ = unsafe epoll_ctl(descriptor, EPOLL_CTL_DEL, other, &event)
  }
}
