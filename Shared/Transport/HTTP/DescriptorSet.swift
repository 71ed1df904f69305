import CSys
import Glibc

/// Several descriptors behind one: it is readable while one of them is.
public final class DescriptorSet: Sendable {
  /// To be polled for reading.
  public let descriptor: Int32

  public init() throws(TransportError) {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard descriptor >= 0 else { throw TransportError(.nothingSent, .system(code: errno)) }
  }

  deinit { close(descriptor) }

  /// Adds one; it leaves by itself when it is closed.
  public func add(_ member: Int32) {
    var event = unsafe epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(fd: member))
    _ = unsafe epoll_ctl(descriptor, EPOLL_CTL_ADD, member, &event)
  }

  /// Takes one away that stays open.
  public func remove(_ member: Int32) {
    _ = epoll_ctl(descriptor, EPOLL_CTL_DEL, member, nil)
  }
}
