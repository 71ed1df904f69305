import Requests

/// How much of a venue's limit may be used up, in percent, before a request of a class has to wait.
public struct RateShares: Sendable, Hashable {
  public var data: Int
  public var inquiry: Int
  public var entry: Int
  public var stop: Int
  public var cancel: Int

  public init(data: Int, inquiry: Int, entry: Int, stop: Int, cancel: Int) {
    precondition([data, inquiry, entry, stop, cancel].allSatisfy { (1...100).contains($0) })
    self.data = data
    self.inquiry = inquiry
    self.entry = entry
    self.stop = stop
    self.cancel = cancel
  }

  /// Orders stop at 70, as do questions after them, and another 20 is for cancels; the last tenth
  /// is for what the venue counts otherwise than we do.
  public static let prioritised = RateShares(data: 50, inquiry: 70, entry: 60, stop: 70, cancel: 90)

  /// The same for all: for a budget that only one kind of request uses.
  public static let even = RateShares(data: 90, inquiry: 90, entry: 90, stop: 90, cancel: 90)

  func percent(_ priority: RequestPriority) -> Int {
    switch priority {
    case .data: data
    case .inquiry: inquiry
    case .entry: entry
    case .stop: stop
    case .cancel: cancel
    }
  }
}
