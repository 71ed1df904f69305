import CSys
import Glibc

/// The machine's clocks: the one place where a service asks what time it is.
public enum SystemClock {
  /// Nanoseconds since 1970, UTC; it may jump when the machine's clock is set.
  public static func wall() -> Int64 { read(CLOCK_REALTIME) }

  /// Nanoseconds since some moment; it never jumps, and it means nothing to other machines.
  public static func monotonic() -> Int64 { read(CLOCK_MONOTONIC) }

  /// Nanoseconds since the machine started, the time in which it was suspended included; it never
  /// jumps, and it means nothing to other machines.
  public static func sinceBoot() -> Int64 { read(CLOCK_BOOTTIME) }

  /// Lets this thread rest for so many nanoseconds, or less when a signal arrives.
  public static func sleep(nanoseconds: Int64) {
    guard nanoseconds > 0 else { return }
    var rest = timespec(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    _ = unsafe nanosleep(&rest, nil)
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var now = timespec()
    let result = unsafe clock_gettime(clock, &now)
    precondition(result == 0, "the clock cannot be read")
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }
}
