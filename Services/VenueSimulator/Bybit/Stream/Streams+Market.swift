import Quantities
import VenueSimulatorCore

extension Streams {
  /// What was told of a topic last.
  struct TopicState: Sendable {
    let instrument: Int
    let subject: Subject
    var listeners: [Int] = []
    var book = OrderBook(bids: [], asks: [])
    /// The number of the last message of a book.
    var update: Int
    var toldAt = Instant.epoch
    var ticker: [JSONTree.Member] = []
  }

  /// What a topic is about.
  enum Subject: Sendable, Hashable {
    case klines(CandleInterval, name: String)
    case trades
    case ticker
    case book(depth: Int)
    /// Taken, and never told of.
    case quiet
  }

  /// The subject and the instrument of a topic; nil when there is no such topic.
  static func subject(
    _ topic: String, _ category: Category, _ exchange: Exchange
  ) -> (Subject, Int)? {
    let parts = topic.split(separator: ".").map(String.init)
    guard let symbol = parts.last, let place = exchange.instrument(symbol, category) else {
      return nil
    }
    switch (parts[0], parts.count) {
    case ("kline", 3):
      return CandleInterval(parts[1]).map { (.klines($0, name: parts[1]), place) }
    case ("publicTrade", 2): return (.trades, place)
    case ("tickers", 2): return (.ticker, place)
    case ("orderbook", 3):
      guard let depth = Int(parts[1]), [1, 50, 200, 500, 1_000].contains(depth) else { return nil }
      return (.book(depth: depth), place)
    case ("allLiquidation", 2), ("liquidation", 2), ("priceLimit", 2): return (.quiet, place)
    default: return nil
    }
  }

  /// Lets a connection listen to a topic, and tells it where that stands.
  mutating func join(
    _ topic: String, _ id: Int, _ category: Category, _ exchange: Exchange, _ faults: Faults,
    _ now: Instant
  ) -> Bool {
    guard let (subject, place) = Self.subject(topic, category, exchange) else { return false }
    let key = TopicKey(category: category, topic: topic)
    var state =
      topics[key]
      ?? TopicState(
        instrument: place, subject: subject, update: exchange.market(of: place).tickCount)
    if state.listeners.isEmpty { state.start(exchange) }
    if !state.listeners.contains(id) {
      state.listeners.append(id)
      sessions[id]?.topics.append(topic)
    }
    topics[key] = state
    if let snapshot = state.snapshot(topic, exchange, now) {
      tell(snapshot.utf8, to: id, faults, due: exchange.now)
    }
    return true
  }

  /// Tells the listeners what happened.
  mutating func publish(
    _ happenings: [Happening], _ exchange: Exchange, _ faults: Faults, _ now: Instant
  ) {
    guard !sessions.isEmpty else { return }
    for happening in happenings {
      switch happening {
      case .ticked(let coin): tick(coin, exchange, faults, now)
      case .minuteClosed(let coin, let end): close(coin, end, exchange, faults, now)
      case .order, .execution, .position, .wallet:
        tellAccount(happening, exchange, faults, now)
      }
    }
  }

  private mutating func tick(
    _ coin: Int, _ exchange: Exchange, _ faults: Faults, _ now: Instant
  ) {
    for key in topics.keys.sorted() {
      guard var state = topics[key], exchange.instruments[state.instrument].coin == coin else {
        continue
      }
      let message = state.next(key.topic, exchange, now)
      topics[key] = state
      guard let text = message?.utf8 else { continue }
      for id in state.listeners { tell(text, to: id, faults, due: exchange.now) }
    }
  }

  /// A minute ended, and with it perhaps longer candles.
  private mutating func close(
    _ coin: Int, _ end: Instant, _ exchange: Exchange, _ faults: Faults, _ now: Instant
  ) {
    for key in topics.keys.sorted() {
      guard let state = topics[key], exchange.instruments[state.instrument].coin == coin,
        case .klines(let interval, let name) = state.subject, interval.opening(of: end) == end
      else { continue }
      let opening = interval.opening(of: end - .nanoseconds(1))
      guard
        let message = Self.kline(
          key.topic, interval, name, opening, exchange, state.instrument, isClosed: true, now)
      else { continue }
      topics[key]?.toldAt = exchange.now
      for id in state.listeners { tell(message.utf8, to: id, faults, due: exchange.now) }
    }
  }

  static func kline(
    _ topic: String, _ interval: CandleInterval, _ name: String, _ opening: Instant,
    _ exchange: Exchange, _ place: Int, isClosed: Bool, _ now: Instant
  ) -> JSONTree? {
    let market = exchange.market(of: place)
    guard let candle = market.history.candles(interval, from: opening, to: opening).last else {
      return nil
    }
    let words = Kline(candle, market, exchange.instruments[place])
    let end = interval.closing(of: opening).milliseconds - 1
    return [
      "topic": .text(topic),
      "data": [
        [
          "start": JSONTree(opening.milliseconds), "end": JSONTree(end),
          "interval": .text(name), "open": words.open, "close": words.close,
          "high": words.high, "low": words.low, "volume": words.volume,
          "turnover": words.turnover, "confirm": .flag(isClosed),
          "timestamp": JSONTree(now.milliseconds),
        ]
      ],
      "ts": JSONTree(now.milliseconds), "type": "snapshot",
    ]
  }
}

extension Streams.TopicState {
  /// Before the first listener comes.
  mutating func start(_ exchange: Exchange) {
    switch subject {
    case .book(let depth):
      book = exchange.market(of: instrument).book(
        of: exchange.instruments[instrument], depth: depth)
      toldAt = exchange.now
    case .ticker: ticker = Ticker(exchange, instrument).streamed
    case .klines, .trades, .quiet: break
    }
  }

  /// What a new listener is told.
  func snapshot(_ topic: String, _ exchange: Exchange, _ now: Instant) -> JSONTree? {
    switch subject {
    case .book: return message(topic, book, "snapshot", exchange, now)
    case .ticker: return tickerMessage(topic, ticker, "snapshot", exchange, now)
    case .klines, .trades, .quiet: return nil
    }
  }

  /// What a tick adds, if anything.
  mutating func next(_ topic: String, _ exchange: Exchange, _ now: Instant) -> JSONTree? {
    switch subject {
    case .klines(let interval, let name):
      guard exchange.now - toldAt >= .seconds(1) else { return nil }
      let opening = interval.opening(of: exchange.now - .nanoseconds(1))
      // A candle that ends with this tick is told as closed instead.
      guard interval.closing(of: opening) > exchange.now else { return nil }
      toldAt = exchange.now
      return Streams.kline(
        topic, interval, name, opening, exchange, instrument, isClosed: false, now)
    case .trades: return trades(topic, exchange, now)
    case .ticker: return tickerChange(topic, exchange, now)
    case .book(let depth): return bookChange(topic, depth, exchange, now)
    case .quiet: return nil
    }
  }

  private func trades(_ topic: String, _ exchange: Exchange, _ now: Instant) -> JSONTree? {
    let market = exchange.market(of: instrument)
    let instrument = exchange.instruments[instrument]
    guard !market.fresh.isEmpty else { return nil }
    let rows: [JSONTree] = market.fresh.map { trade in
      [
        "T": JSONTree(trade.at.milliseconds), "s": .text(instrument.symbol),
        "S": .text(trade.side.venueName), "v": instrument.json(trade.quantity),
        "p": instrument.json(trade.price),
        "L": trade.side == .buy ? "PlusTick" : "MinusTick",
        "i": .text(trade.name(in: instrument)), "BT": false, "RPI": false,
        "seq": JSONTree(trade.sequence),
      ]
    }
    return [
      "topic": .text(topic), "type": "snapshot", "ts": JSONTree(now.milliseconds),
      "data": .array(rows),
    ]
  }

  private mutating func tickerChange(
    _ topic: String, _ exchange: Exchange, _ now: Instant
  ) -> JSONTree? {
    let next = Ticker(exchange, instrument).streamed
    let changed = next.filter { !ticker.contains($0) }
    ticker = next
    guard !changed.isEmpty else { return nil }
    guard exchange.instruments[instrument].category == .linear else {
      return tickerMessage(topic, next, "snapshot", exchange, now)
    }
    let symbol = JSONTree.Member("symbol", .text(exchange.instruments[instrument].symbol))
    return tickerMessage(topic, [symbol] + changed, "delta", exchange, now)
  }

  private func tickerMessage(
    _ topic: String, _ members: [JSONTree.Member], _ type: String, _ exchange: Exchange,
    _ now: Instant
  ) -> JSONTree {
    [
      "topic": .text(topic), "type": .text(type), "data": .object(members),
      "cs": JSONTree(exchange.market(of: instrument).tickCount),
      "ts": JSONTree(now.milliseconds),
    ]
  }

  private mutating func bookChange(
    _ topic: String, _ depth: Int, _ exchange: Exchange, _ now: Instant
  ) -> JSONTree? {
    let next = exchange.market(of: instrument).book(
      of: exchange.instruments[instrument], depth: depth)
    let changes = next.changes(since: book)
    book = next
    let isQuiet = changes.bids.isEmpty && changes.asks.isEmpty
    if depth == 1 {
      // The touch is told whole, and again after three seconds without a change.
      guard !isQuiet || exchange.now - toldAt >= .seconds(3) else { return nil }
      if !isQuiet { update += 1 }
      toldAt = exchange.now
      return message(topic, book, "snapshot", exchange, now)
    }
    guard !isQuiet else { return nil }
    update += 1
    toldAt = exchange.now
    return message(topic, changes, "delta", exchange, now)
  }

  private func message(
    _ topic: String, _ levels: OrderBook, _ type: String, _ exchange: Exchange, _ now: Instant
  ) -> JSONTree {
    [
      "topic": .text(topic), "type": .text(type), "ts": JSONTree(now.milliseconds),
      "data": [
        "s": .text(exchange.instruments[instrument].symbol),
        "b": levels.bids.json(of: exchange, instrument),
        "a": levels.asks.json(of: exchange, instrument), "u": JSONTree(update),
        "seq": JSONTree(exchange.market(of: instrument).tickCount),
      ],
      "cts": JSONTree(exchange.clock.milliseconds),
    ]
  }
}
