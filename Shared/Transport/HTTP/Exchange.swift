import CNet
import Synchronization

/// One request on its way: what libcurl tells while it performs it.
final class Exchange {
  let options: TransportOptions
  let stop: StopFlag?
  /// By the monotonic clock, when the first byte must have left, or none may.
  let leaveBy: Int64?
  /// Whether the connection stands and the first byte of the request may leave.
  var hasBegun = false
  var isTooLarge = false
  var isTooLate = false
  /// Whether the empty line behind the fields has come; libcurl takes a head without its end.
  var hasWholeHead = false
  var headers = HTTPHeaders()
  var body: [UInt8] = []
  private var headSize = 0

  init(_ options: TransportOptions, stop: StopFlag?, leaveBy: Int64?) {
    self.options = options
    self.stop = stop
    self.leaveBy = leaveBy
  }

  /// A line of a head; a new status line begins a new one, after `100 Continue` for instance.
  func take(line bytes: UnsafeRawBufferPointer) -> Bool {
    headSize += bytes.count
    guard headSize <= options.headLimit else {
      isTooLarge = true
      return false
    }
    let line = unsafe String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      headers = HTTPHeaders()
      hasWholeHead = false
    } else if bytes.count <= 2 {
      hasWholeHead = true
    } else if let colon = line.firstIndex(of: ":") {
      let value = trimmed(line[line.index(after: colon)...].filter { $0 != "\r\n" && $0 != "\n" })
      headers.add(String(line[..<colon]), value)
    }
    return true
  }

  /// The connection stands; whether the request may leave.
  func begin() -> Bool {
    if let leaveBy, monotonicNanoseconds() > leaveBy {
      isTooLate = true
      return false
    }
    hasBegun = true
    return true
  }

  func take(body bytes: UnsafeRawBufferPointer) -> Bool {
    guard body.count + bytes.count <= options.bodyLimit else {
      isTooLarge = true
      return false
    }
    unsafe body.append(contentsOf: bytes)
    return true
  }

  static func of(_ context: UnsafeMutableRawPointer?) -> Exchange? {
    unsafe context.map { unsafe Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
  }

  static let onLine: cnet_data_call = { @Sendable data, size, count, context in
    let bytes = unsafe UnsafeRawBufferPointer(start: data, count: size * count)
    return unsafe Exchange.of(context)?.take(line: bytes) == true ? size * count : 0
  }

  static let onBody: cnet_data_call = { @Sendable data, size, count, context in
    let bytes = unsafe UnsafeRawBufferPointer(start: data, count: size * count)
    return unsafe Exchange.of(context)?.take(body: bytes) == true ? size * count : 0
  }

  static let onReady: cnet_before_request = { @Sendable context, _, _, _, _ in
    unsafe Exchange.of(context)?.begin() == true ? 0 : 1
  }

  static let onProgress: cnet_progress = { @Sendable context, _, _, _, _ in
    unsafe Exchange.of(context)?.stop?.isRaised == true ? 1 : 0
  }
}

/// Tells requests under way that nobody waits for them any more.
final class StopFlag: Sendable {
  private let flag = Atomic<Bool>(false)

  var isRaised: Bool { flag.load(ordering: .acquiring) }
  func raise() { flag.store(true, ordering: .releasing) }
}
