/// When a service that ended by itself is started again, and how soon.
public struct RestartPolicy: Sendable, Hashable {
  /// The first wait, in nanoseconds; each further one is twice as long.
  public var firstDelay: Int64
  /// The longest wait, in nanoseconds.
  public var longestDelay: Int64
  /// How many failures by their own fault within `window` are too many.
  public var limit: Int
  /// Failures longer ago than this are forgotten, in nanoseconds.
  public var window: Int64

  public init(
    firstDelay: Int64 = 100_000_000, longestDelay: Int64 = 10_000_000_000, limit: Int = 10,
    window: Int64 = 60_000_000_000
  ) {
    self.firstDelay = firstDelay
    self.longestDelay = longestDelay
    self.limit = limit
    self.window = window
  }

  /// What happens after an end that nobody asked for.
  public enum Verdict: Sendable, Hashable {
    /// It did what it had to do.
    case finished
    /// It is started again after so many nanoseconds.
    case restart(after: Int64)
    /// It would end the same way again, or has done so too often.
    case giveUp
  }

  /// Decides what happens after `exit`.
  ///
  /// - Parameters:
  ///   - failures: how many ends by its own fault within the window, this one included; 0 when
  ///     somebody outside killed it, which is never a reason to give up or to wait long.
  ///   - jitter: a random number from 0 to 1; it shortens the wait by up to a half, so that
  ///     services that fell together do not rise together.
  public func verdict(after exit: ChildExit, failures: Int, jitter: Double) -> Verdict {
    switch exit {
    case .code(0): return .finished
    case .code(let code):
      guard ExitCode(rawValue: code)?.allowsRestart ?? true else { return .giveUp }
    case .signal: break
    }
    guard failures <= limit else { return .giveUp }
    var delay = firstDelay
    for _ in 1..<max(2, failures) where delay < longestDelay && failures > 1 { delay *= 2 }
    return .restart(after: Int64(Double(min(delay, longestDelay)) * (1 - jitter / 2)))
  }
}
