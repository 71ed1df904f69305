import CZMQ

/// A received frame; one is reused for many receptions.
@safe
public struct Message: ~Copyable {
  let storage: UnsafeMutablePointer<zmq_msg_t>

  public init() {
    unsafe storage = .allocate(capacity: 1)
    unsafe zmq_msg_init(storage)
  }

  deinit {
    unsafe zmq_msg_close(storage)
    unsafe storage.deallocate()
  }

  /// The number of bytes.
  public var count: Int { unsafe zmq_msg_size(storage) }

  /// Whether another frame of the same message follows.
  public var hasMore: Bool { unsafe zmq_msg_more(storage) != 0 }

  /// The bytes of the frame, without a copy, until the next reception.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let buffer = unsafe UnsafeRawBufferPointer(start: zmq_msg_data(storage), count: count)
      return unsafe _overrideLifetime(RawSpan(_unsafeBytes: buffer), borrowing: self)
    }
  }

  /// A copy of the bytes of the frame.
  public var array: [UInt8] {
    unsafe [UInt8](UnsafeRawBufferPointer(start: zmq_msg_data(storage), count: count))
  }

  /// Reads it as a message of the journal.
  borrowing func reply() throws(WireError) -> ServerMessage { try ServerMessage(bytes) }

  /// Who sent it, as the gatekeeper authenticated the peer's key; nil without one.
  public var sender: ServiceName? {
    guard let text = unsafe zmq_msg_gets(storage, "User-Id") else { return nil }
    return unsafe ServiceName(rawValue: String(cString: text))
  }
}
