/// What a request is for; the later ones go first, and may use more of what a venue allows.
public enum RequestPriority: Int, Sendable, Hashable, CaseIterable, Comparable {
  case data, entry, stop, cancel

  public static func < (a: RequestPriority, b: RequestPriority) -> Bool { a.rawValue < b.rawValue }
}

/// How much of a venue's limit may be used up, in percent, before a request of a class has to wait.
public struct RateShares: Sendable, Hashable {
  public var data: Int
  public var entry: Int
  public var stop: Int
  public var cancel: Int

  public init(data: Int, entry: Int, stop: Int, cancel: Int) {
    precondition([data, entry, stop, cancel].allSatisfy { (1...100).contains($0) })
    self.data = data
    self.entry = entry
    self.stop = stop
    self.cancel = cancel
  }

  /// Orders stop at 70, and another 20 is for cancels and for asking after orders; the last tenth
  /// is for what the venue counts otherwise than we do.
  public static let prioritised = RateShares(data: 50, entry: 60, stop: 70, cancel: 90)

  /// The same for all: for a budget that only one kind of request uses.
  public static let even = RateShares(data: 90, entry: 90, stop: 90, cancel: 90)

  func percent(_ priority: RequestPriority) -> Int {
    switch priority {
    case .data: data
    case .entry: entry
    case .stop: stop
    case .cancel: cancel
    }
  }
}
