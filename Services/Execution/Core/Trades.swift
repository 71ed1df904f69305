import Events

extension Execution {
  /// The trades that are not over, oldest first, each found by its name without a search.
  ///
  /// Their coded form is the trades alone.
  public struct Trades: Sendable, Hashable {
    /// A trade's name, and where the trade stands.
    private struct Place: Sendable, Hashable {
      var id: Identifier
      var index: Int
    }

    private var trades: [Trade] = []
    /// Sorted by name.
    private var places: [Place] = []

    init() {}
  }
}

extension Execution.Trades: RandomAccessCollection {
  public var startIndex: Int { 0 }

  public var endIndex: Int { trades.count }

  public internal(set) subscript(index: Int) -> Execution.Trade {
    _read { yield trades[index] }
    _modify { yield &trades[index] }
  }
}

extension Execution.Trades {
  /// Where a trade stands; nil when there is none of this name.
  func index(of id: Identifier) -> Int? {
    let place = place(of: id)
    return place < places.endIndex && places[place].id == id ? places[place].index : nil
  }

  subscript(id: Identifier) -> Execution.Trade? { index(of: id).map { trades[$0] } }

  mutating func append(_ trade: Execution.Trade) {
    let place = place(of: trade.id)
    precondition(
      place == places.endIndex || places[place].id != trade.id, "a trade is there once")
    places.insert(Place(id: trade.id, index: trades.count), at: place)
    trades.append(trade)
  }

  mutating func remove(at index: Int) {
    places.remove(at: place(of: trades[index].id))
    trades.remove(at: index)
    for place in places.indices where places[place].index > index { places[place].index -= 1 }
  }

  /// The first place whose name is not less.
  private func place(of id: Identifier) -> Int {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Execution.Trades: Codable {
  public init(from decoder: any Decoder) throws {
    self.init()
    for trade in try [Execution.Trade](from: decoder) {
      guard index(of: trade.id) == nil else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "a trade is there twice"))
      }
      append(trade)
    }
  }

  public func encode(to encoder: any Encoder) throws { try trades.encode(to: encoder) }
}
