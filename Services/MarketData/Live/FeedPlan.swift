public import Events
public import Quantities

/// What a live feed follows.
public struct FeedPlan: Sendable {
  /// Unified symbols.
  public var instruments: [Name]
  /// The coarsest first.
  public let frames: [TimeFrame]
  /// Closed candles of each frame that a new log begins with.
  public var history: Int
  /// Levels of each side of the order books.
  public var bookDepth: Int
  public var policy: FeedPolicy

  public init(
    instruments: [Name], frames: [TimeFrame], history: Int = 500, bookDepth: Int = 50,
    policy: FeedPolicy = FeedPolicy()
  ) {
    self.instruments = instruments
    self.frames = frames.sorted(by: >)
    self.history = history
    self.bookDepth = bookDepth
    self.policy = policy
  }
}

/// The lengths of time that a live feed works by, in the venue's time.
public struct FeedPolicy: Sendable, Hashable {
  /// A candle that the stream has not closed so long after its end is asked for.
  public var patience = Interval.seconds(5)
  /// An answer's candle counts as final so long after its end.
  public var settling = Interval.seconds(2)
  /// A candle waits so long for coarser or earlier ones of its instrument, then goes alone.
  public var hold = Interval.seconds(5)
  /// A stream on which nothing was heard of an instrument for so long is made again.
  public var silence = Interval.seconds(75)
  /// From one question to its repetition, doubled each time.
  public var firstRetry = Interval.seconds(1)
  public var longestRetry = Interval.seconds(30)
  /// From one look at the rules of the instruments to the next.
  public var relisting = Interval.hours(1)
  /// A broken book is asked for again at most so often.
  public var rebooking = Interval.seconds(2)
  /// From one statement of a book to the next: where something is at stake, and elsewhere.
  public var watching = Interval.seconds(1)
  public var looking = Interval.minutes(1)

  public init() {}

  /// The same for a venue whose time runs so many times as fast as ours: what waits for the network
  /// is as long in our time.
  public func times(_ pace: Int) -> FeedPolicy {
    var policy = self
    policy.patience = patience * pace
    policy.hold = hold * pace
    policy.silence = silence * pace
    policy.firstRetry = firstRetry * pace
    policy.longestRetry = longestRetry * pace
    policy.rebooking = rebooking * pace
    policy.watching = watching * pace
    policy.looking = looking * pace
    return policy
  }

  /// How long to wait after so many failures.
  func retry(after failures: Int) -> Interval {
    min(longestRetry, firstRetry * (1 << min(max(failures - 1, 0), 10)))
  }
}
