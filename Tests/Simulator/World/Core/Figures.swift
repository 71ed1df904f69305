import Events

/// What a world came to.
public struct Figures: Sendable, Equatable {
  /// What went wrong in it, as was ordered.
  public enum Fault: String, Sendable, CaseIterable {
    case crash, pause, fenced, snapshot
    case double = "two at once"
    case journalCrash = "journal crash"
    case lostTransaction = "lost transaction"
    case tornTransaction = "torn transaction"
    case keptTransaction = "unacknowledged transaction kept"
    case slowSync = "slow fsync"
    case syncError = "fsync error"
    case diskFull = "disk full"
    case lost = "message lost"
    case duplicated = "message twice"
    case partition
    case overflow = "queue overflow"
    case clockStep = "clock step"
    case lyingDisk = "lying disk"
    case lostCall = "call lost"
    case lostAnswer = "answer lost"
    case serverError = "server error"
    case malformed = "malformed answer"
    case rateLimit = "rate limit"
    case maintenance
    case venueError = "not sent"
    case lostNews = "news lost"
    case silentStream = "silent stream"
    case cutStream = "cut stream"
    case overfill
    case foreignOrder = "foreign order"
  }

  public var steps = 0
  public var events = 0
  public var orders = 0
  public var fills = 0
  public var trades = 0
  public var halts = 0
  public var unknown = 0
  public var virtualSeconds = 0
  public private(set) var faults: [Int] = Array(repeating: 0, count: Fault.allCases.count)

  /// How many events of each type there are.
  public private(set) var types: [Int] = Array(repeating: 0, count: EventType.allCases.count)

  public init() {}

  mutating func count(_ type: EventType) { types[type.index] += 1 }

  mutating func note(_ fault: Fault) {
    guard let place = Fault.allCases.firstIndex(of: fault) else { return }
    faults[place] += 1
  }

  public func count(of fault: Fault) -> Int {
    Fault.allCases.firstIndex(of: fault).map { faults[$0] } ?? 0
  }

  public static func += (a: inout Figures, b: Figures) {
    a.steps += b.steps
    a.events += b.events
    a.orders += b.orders
    a.fills += b.fills
    a.trades += b.trades
    a.halts += b.halts
    a.unknown += b.unknown
    a.virtualSeconds += b.virtualSeconds
    for place in a.types.indices { a.types[place] += b.types[place] }
    for place in a.faults.indices { a.faults[place] += b.faults[place] }
  }
}

extension Figures {
  /// All of them in one row, from which they can be made again.
  public var numbers: [Int] {
    [steps, events, orders, fills, trades, halts, unknown, virtualSeconds] + faults + types
  }

  /// Reads the row; what is missing counts as nothing.
  public init(numbers: [Int]) {
    self.init()
    let fixed = 8
    guard numbers.count == fixed + faults.count + types.count else { return }
    (steps, events, orders, fills) = (numbers[0], numbers[1], numbers[2], numbers[3])
    (trades, halts, unknown, virtualSeconds) = (numbers[4], numbers[5], numbers[6], numbers[7])
    faults = Array(numbers[fixed..<fixed + faults.count])
    types = Array(numbers[(fixed + faults.count)...])
  }

  /// A few lines for people.
  public var text: String {
    let met = Fault.allCases.filter { count(of: $0) > 0 }.map { "\($0.rawValue) \(count(of: $0))" }
    let found = EventType.allCases.filter { types[$0.index] > 0 }
      .map { "\($0.rawValue) \(self.types[$0.index])" }
    return """
      \(steps) steps, \(events) events, \(orders) orders, \(fills) fills, \(trades) trades, \
      \(halts) halts, \(unknown) in doubt, \(virtualSeconds) s
      faults: \(met.joined(separator: ", "))
      events: \(found.joined(separator: ", "))
      """
  }
}
