public import Quantities

/// What a triggered setup waits with.
public struct SetupPlan: Sendable, Hashable, Codable {
  /// Close time of the trigger bar.
  public var at: Instant
  public var stop: Price
  public var entryLow: Price
  public var entryHigh: Price
  public var until: Instant
  /// The extreme of the first candle that traded at the stop.
  public var touched: Price?

  public init(
    at: Instant, stop: Price, entryLow: Price, entryHigh: Price, until: Instant,
    touched: Price? = nil
  ) {
    self.at = at
    self.stop = stop
    self.entryLow = entryLow
    self.entryHigh = entryHigh
    self.until = until
    self.touched = touched
  }
}

/// How a setup ended.
public enum SetupEnding: String, Sendable, Hashable, Codable, CaseIterable {
  case completed, invalidated, expired, rejected, cancelled
}

/// Where a setup is in its life, with what is valid there.
public enum SetupState: Sendable, Hashable, Codable {
  /// The pattern is near, such as a price before a level.
  case forming(until: Instant)
  /// The pattern is ready, such as a price inside the zone.
  case active(until: Instant)
  /// A trade is proposed.
  case triggered(SetupPlan)
  /// For good.
  case ended(SetupEnding)
}

/// What can happen to a setup.
public enum SetupStimulus: Sendable, Hashable {
  /// The pattern became ready.
  case entered(until: Instant)
  /// The pattern is no longer ready, without a trigger.
  case left(until: Instant)
  /// The trigger is there and every check passed.
  case triggered(SetupPlan)
  /// The trigger is there and a check failed.
  case failed
  /// A rule made it void.
  case voided
  /// It waited too long.
  case aged
  /// The risk engine said no.
  case refused
  /// A trade was opened.
  case opened
  /// A person or a halt ended it.
  case cancelled
}

extension SetupState {
  /// The state after a stimulus; nil when the stimulus means nothing here.
  ///
  /// Every pair has its answer. What has ended stays ended.
  public func next(_ stimulus: SetupStimulus) -> SetupState? {
    switch (self, stimulus) {
    case (.forming, .entered(let until)): .active(until: until)
    case (.forming, .voided): .ended(.invalidated)
    case (.forming, .aged): .ended(.expired)
    case (.forming, .cancelled): .ended(.cancelled)
    case (.forming, .left), (.forming, .triggered), (.forming, .failed), (.forming, .refused),
      (.forming, .opened):
      nil

    case (.active, .left(let until)): .forming(until: until)
    case (.active, .triggered(let plan)): .triggered(plan)
    case (.active, .failed): .ended(.rejected)
    case (.active, .voided): .ended(.invalidated)
    case (.active, .aged): .ended(.expired)
    case (.active, .cancelled): .ended(.cancelled)
    case (.active, .entered), (.active, .refused), (.active, .opened): nil

    case (.triggered, .voided): .ended(.invalidated)
    case (.triggered, .aged): .ended(.expired)
    case (.triggered, .refused): .ended(.rejected)
    case (.triggered, .opened): .ended(.completed)
    case (.triggered, .cancelled): .ended(.cancelled)
    case (.triggered, .entered), (.triggered, .left), (.triggered, .triggered),
      (.triggered, .failed):
      nil

    case (.ended, .entered), (.ended, .left), (.ended, .triggered), (.ended, .failed),
      (.ended, .voided), (.ended, .aged), (.ended, .refused), (.ended, .opened),
      (.ended, .cancelled):
      nil
    }
  }
}
