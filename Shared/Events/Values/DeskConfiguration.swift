public import Quantities

/// How orders are carried out at a real venue.
public struct DeskConfiguration: Fields, Codable {
  /// How long a signed order is good for.
  public var receiveWindow: Interval = .seconds(2)
  /// How long after the last moment at which the venue could take an order it may still be missing
  /// from its answers; never less than ten seconds count.
  public var visibility: Interval = .seconds(60)
  /// Between two questions about the same order.
  public var questionPause: Interval = .seconds(2)
  /// How often executions are pulled and orders are compared.
  public var surveyEvery: Interval = .seconds(30)
  /// The balance is compared so long after the last fill, when the venue has surely booked it.
  public var settling: Interval = .seconds(60)
  /// A fill that a survey finds and the stream did not tell for so long shows that it is deaf.
  public var streamLag: Interval = .seconds(10)
  /// An entry without an end of its own waits so long for the venue.
  public var entryPatience: Interval = .seconds(60)
  /// After how long without a word of ours the venue cancels all orders; 0 for never.
  public var deadManSwitch: Interval = .zero

  public init() {}

  public init(
    receiveWindow: Interval, visibility: Interval, questionPause: Interval, surveyEvery: Interval,
    settling: Interval, streamLag: Interval, entryPatience: Interval, deadManSwitch: Interval
  ) {
    self.receiveWindow = receiveWindow
    self.visibility = visibility
    self.questionPause = questionPause
    self.surveyEvery = surveyEvery
    self.settling = settling
    self.streamLag = streamLag
    self.entryPatience = entryPatience
    self.deadManSwitch = deadManSwitch
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("receiveWindow", &receiveWindow)
    visitor.field("visibility", &visibility)
    visitor.field("questionPause", &questionPause)
    visitor.field("surveyEvery", &surveyEvery)
    visitor.field("settling", &settling)
    visitor.field("streamLag", &streamLag)
    visitor.field("entryPatience", &entryPatience)
    visitor.field("deadManSwitch", &deadManSwitch)
  }
}
