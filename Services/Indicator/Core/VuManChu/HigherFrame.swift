public import Events
public import Quantities

/// The bars of a coarser time frame, built from closed bars of a finer one.
///
/// Only closed bars are told: a coarser bar is closed when the finer bar that ends with it is, or
/// when that one is missing, when a later one is. So no mark made from them looks ahead.
public struct HigherFrame: Sendable, Hashable, Codable {
  public let frame: TimeFrame
  private let base: TimeFrame
  private var forming: Candle?

  /// Nil when the coarser bars cannot be built from the finer ones.
  public init?(_ frame: TimeFrame, from base: TimeFrame) {
    guard frame == base || base.divides(frame) else { return nil }
    self.frame = frame
    self.base = base
  }

  /// Takes a closed bar; gives the coarser bar that was left unfinished before it, and the one that
  /// it finishes.
  public mutating func update(_ bar: Candle) -> (left: Candle?, finished: Candle?) {
    let opening = frame.opening(of: bar.openTime)
    var left: Candle?
    if let forming, forming.openTime != opening {
      left = forming
      self.forming = nil
    }
    forming = forming.map { $0.extended(by: bar) } ?? bar.opened(at: opening)
    guard base.closing(of: bar.openTime) >= frame.closing(of: opening) else { return (left, nil) }
    let finished = forming
    forming = nil
    return (left, finished)
  }
}

extension Candle {
  fileprivate func opened(at time: Instant) -> Candle {
    var bar = self
    bar.openTime = time
    return bar
  }

  fileprivate func extended(by bar: Candle) -> Candle {
    Candle(
      openTime: openTime, open: open, high: max(high, bar.high), low: min(low, bar.low),
      close: bar.close, volume: volume + bar.volume)
  }
}

/// The candles of Heikin and Ashi: each opens in the middle of the body before it.
public struct HeikinAshi: Sendable, Hashable, Codable {
  public private(set) var open: Double?
  public private(set) var close: Double?

  public init() {}

  /// Whether the last candle closed above its open; nil before the first.
  public var isGreen: Bool? {
    guard let open, let close else { return nil }
    return close > open
  }

  public mutating func update(_ bar: Candle) {
    if let open, let close {
      self.open = (open + close) / 2
    } else {
      open = (bar.open + bar.close) / 2
    }
    close = (bar.open + bar.high + bar.low + bar.close) / 4
  }
}
