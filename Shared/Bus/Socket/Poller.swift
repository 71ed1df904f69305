import CZMQ
import Glibc

/// Waits for several sockets and file descriptors of one thread.
@safe
public struct Poller: ~Copyable {
  private var items: [zmq_pollitem_t] = unsafe []

  public init() {}

  /// Adds a socket, to be read; returns its place. The socket must outlive the poller's use.
  @discardableResult
  public mutating func add(_ socket: borrowing Socket) -> Int {
    unsafe items.append(
      zmq_pollitem_t(socket: socket.handle, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0))
    return unsafe items.count - 1
  }

  /// Adds a file descriptor, to be read; returns its place.
  @discardableResult
  public mutating func add(descriptor: Int32) -> Int {
    unsafe items.append(
      zmq_pollitem_t(socket: nil, fd: descriptor, events: Int16(ZMQ_POLLIN), revents: 0))
    return unsafe items.count - 1
  }

  /// Waits until one is readable or the time is over; a signal ends the wait early.
  public mutating func wait(milliseconds: Int) throws(BusError) {
    guard unsafe zmq_poll(&items, Int32(items.count), milliseconds) < 0 else { return }
    guard zmq_errno() == EINTR else { throw lastError("zmq_poll") }
    for index in unsafe items.indices { unsafe items[index].revents = 0 }
  }

  /// Whether the last wait found that one readable.
  public func isReadable(_ index: Int) -> Bool {
    unsafe items[index].revents & Int16(ZMQ_POLLIN) != 0
  }
}
