import Events
import Quantities
public import Venues

// What the streams say, and whether they stand.
extension LiveFeed {
  /// A stream stands and is subscribed.
  public mutating func streamOpened(_ stream: VenueStream) {
    guard let index = place(of: stream) else { return }
    streams[index].since = now
    for place in plan.instruments.indices where isOn(stream, place) { heard[place] = now }
    for line in lines.indices where isOn(stream, line / plan.frames.count) {
      breakLine(line)
      lines[line].repair?.askAt = now
    }
    for place in fundings.indices where isOn(stream, place) { fundings[place].askAt = now }
  }

  /// A stream is lost: what it told has an end here, and its books are given up.
  public mutating func streamLost(_ stream: VenueStream) {
    guard let index = place(of: stream) else { return }
    streams[index].since = nil
    for place in books.indices where isOn(stream, place) { giveUpBook(place) }
    for line in lines.indices where isOn(stream, line / plan.frames.count) {
      breakLine(line)
      // What was asked before the stream stands again does not make it whole.
      lines[line].repair?.question = nil
      lines[line].repair?.isCovered = false
    }
  }

  /// A stream says something.
  public mutating func receive(_ news: StreamNews, from stream: VenueStream) {
    guard let index = place(of: stream), streams[index].since != nil else { return }
    switch news {
    case .candle(let candle): receive(candle)
    case .ticker(let ticker):
      guard let place = hear(ticker.instrument) else { return }
      fundings[place].note(ticker)
    case .book(let update):
      guard let place = hear(update.instrument) else { return }
      receive(update, at: place)
    case .trade(let trade): _ = hear(trade.instrument)
    case .account, .earlyExecution, .subscribed, .authenticated, .pong, .answer, .other: break
    }
  }

  private func place(of stream: VenueStream) -> Int? {
    streams.firstIndex { .market($0.kind) == stream }
  }

  private func isOn(_ stream: VenueStream, _ place: Int) -> Bool {
    .market(Self.kind(of: plan.instruments[place])) == stream
  }

  private mutating func hear(_ instrument: Name) -> Int? {
    guard let place = place(of: instrument) else { return nil }
    heard[place] = now
    return place
  }

  private mutating func receive(_ candle: VenueCandle) {
    guard hear(candle.instrument) != nil,
      let index = line(candle.instrument, candle.timeFrame)
    else { return }
    lines[index].heard = max(lines[index].heard ?? now, now)
    guard candle.isClosed else { return }
    lines[index].take(candle, .complete, at: now)
    // A candle behind the one that is expected: one was lost.
    if lines[index].repair == nil, lines[index].ready == nil, !lines[index].waiting.isEmpty {
      breakLine(index)
    }
    release()
  }

  /// Wants a stream made again on which nothing is heard of an instrument.
  mutating func watchSilence() {
    for index in streams.indices {
      guard let since = streams[index].since else { continue }
      let stream = VenueStream.market(streams[index].kind)
      let isDeaf = plan.instruments.indices.contains { place in
        isOn(stream, place) && now - max(heard[place], since) > plan.policy.silence
      }
      if isDeaf { give(up: stream) }
    }
  }

  /// Gives a stream up that does not tell what it should.
  mutating func give(up stream: VenueStream) {
    streamLost(stream)
    wishes.append(.reconnect(stream))
  }
}
