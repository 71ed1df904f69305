import CSys
import Glibc

/// A signal that Martlet's processes act on.
public enum Signal: Sendable, Hashable, CaseIterable {
  /// SIGTERM: finish what is begun, then exit.
  case terminate
  /// SIGINT, Ctrl-C: the same.
  case interrupt
  /// SIGHUP: the terminal has gone.
  case hangUp
  /// SIGCHLD: a child process has ended.
  case childEnded

  /// The system's number.
  public var number: Int32 {
    switch self {
    case .terminate: SIGTERM
    case .interrupt: SIGINT
    case .hangUp: SIGHUP
    case .childEnded: SIGCHLD
    }
  }

  /// Whether it asks the process to end.
  public var asksToStop: Bool { self != .childEnded }
}

/// The signals a process waits for instead of being interrupted by them.
///
/// Make one before the first thread starts: threads inherit what is blocked. The descriptor becomes
/// readable when a signal waits, so it can stand in a `poll` or `zmq_poll` beside the sockets.
public struct Signals: ~Copyable {
  /// Readable while a signal waits.
  public let descriptor: Int32
  /// Whether a signal that asks to stop has been taken: finish what is begun, then exit.
  public private(set) var stopRequested = false

  /// Blocks these signals and ignores SIGPIPE, so that a broken pipe is an error code.
  public init(_ list: [Signal] = [.terminate, .interrupt, .hangUp]) throws(SystemError) {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for one in list { unsafe sigaddset(&set, one.number) }
    let blocked = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    guard blocked == 0 else { throw SystemError("block", "signals", number: blocked) }
    signal(SIGPIPE, SIG_IGN)
    let opened = unsafe signalfd(-1, &set, Int32(SFD_CLOEXEC | SFD_NONBLOCK))
    guard opened >= 0 else { throw SystemError("wait for", "signals", number: errno) }
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// The next signal that waits, if any; never waits itself.
  public mutating func next() -> Signal? {
    var info = signalfd_siginfo()
    let size = MemoryLayout<signalfd_siginfo>.size
    let count = unsafe withUnsafeMutableBytes(of: &info) {
      unsafe read(descriptor, $0.baseAddress!, size)
    }
    guard count == size else { return nil }
    let taken = Signal.allCases.first { $0.number == Int32(info.ssi_signo) }
    if let taken, taken.asksToStop { stopRequested = true }
    return taken
  }

  /// The next signal, waiting at most so many milliseconds for it (-1: without end).
  public mutating func next(milliseconds: Int32) -> Signal? {
    var item = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&item, 1, milliseconds) > 0 else { return nil }
    return next()
  }
}
