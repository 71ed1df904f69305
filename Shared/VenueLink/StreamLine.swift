import Events
public import Quantities
public import Transport
public import Venues

/// A stream of a venue that is made again whenever it is lost: it connects, says who we are,
/// subscribes, pings, finds silence, and waits with jitter before it tries again.
///
/// One thread owns it, and nothing in it waits. Call `turn` when the descriptors are readable and
/// at least a few times a second, and take what happened with `next`.
public final class StreamLine {
  /// What happened on the stream.
  public enum Occurrence: Sendable {
    /// It stands, and everything is subscribed to.
    case opened
    /// It was lost, or could not be made; it is tried again.
    case lost(why: String)
    case news(StreamNews)
    /// A message that is none of the venue's language; it was left out.
    case garbled(VenueError)
  }

  private enum Phase {
    case idle(until: Instant)
    case connecting
    case authenticating(until: Instant)
    /// The ids of subscriptions that were not answered yet.
    case subscribing(Set<String>, until: Instant)
    case open
  }

  public let stream: VenueStream
  private let adapter: any VenueAdapter
  private let options: WebSocketClient.Options
  private let descriptors: DescriptorSet
  private var policy: ReconnectPolicy
  private var topics: [StreamTopic] = []
  private var phase = Phase.idle(until: .epoch)
  private var connector: WebSocketConnector?
  private var client: WebSocketClient?
  private var messages = 0
  private var occurrences: [Occurrence] = []
  private var taken = 0
  /// News of topics that are subscribed to before all are.
  private var early: [StreamNews] = []
  /// Whether a turn left messages behind.
  public private(set) var hasMore = false

  /// How long logins and subscriptions may take.
  private static let patience = Interval.seconds(10)
  /// Messages of one turn.
  private static let bound = 512

  /// - Parameters:
  ///   - options: how to connect; the venue's own ping takes the place of theirs.
  ///   - seed: of the jitter.
  public init(
    _ stream: VenueStream, of adapter: any VenueAdapter, _ options: WebSocketClient.Options,
    watchedBy descriptors: DescriptorSet, policy: ReconnectPolicy.Options = .init(), seed: UInt64
  ) {
    self.stream = stream
    self.adapter = adapter
    self.descriptors = descriptors
    var options = options
    options.liveness.ping = .text(adapter.ping.text)
    self.options = options
    self.policy = ReconnectPolicy(policy, seed: seed)
  }

  /// Whether it stands and is subscribed.
  public var isOpen: Bool { if case .open = phase { true } else { false } }

  /// What to subscribe to; before the first topic nothing is connected.
  public func want(_ topics: [StreamTopic]) { self.topics = topics }

  /// The next thing that happened; nil when there is nothing more.
  public func next() -> Occurrence? {
    guard taken < occurrences.count else {
      occurrences.removeAll(keepingCapacity: true)
      taken = 0
      return nil
    }
    defer { taken += 1 }
    return occurrences[taken]
  }

  /// Does what is due.
  ///
  /// - Parameters:
  ///   - now: our steady time.
  ///   - context: with the venue's time, and the addresses that hold now.
  public func turn(at now: Instant, in context: VenueContext) {
    hasMore = false
    switch phase {
    case .idle(let until):
      if now >= until, !topics.isEmpty { connect(at: now, in: context) }
    case .connecting: takeClient(at: now, in: context)
    case .authenticating(let until), .subscribing(_, let until):
      converse(at: now, in: context)
      if now >= until, !isOpen, client != nil { lose("the venue did not answer", at: now) }
    case .open: converse(at: now, in: context)
    }
  }

  /// Tears the stream down; it is made again at once.
  public func reconnect(at now: Instant) {
    guard client != nil else { return }
    drop()
    phase = .idle(until: now)
  }

  /// Ends the subscription to a topic and makes it again.
  public func resubscribe(to topic: StreamTopic, at now: Instant, in context: VenueContext) {
    guard isOpen else { return }
    do {
      for ends in [true, false] {
        let texts = try adapter.subscription(
          [topic], of: stream, ends: ends, id: takeIDs(1), in: context)
        for text in texts { try client?.send(text) }
      }
    } catch {
      lose("\(error)", at: now)
    }
  }
}

extension StreamLine {
  private func takeIDs(_ count: Int) -> Int {
    defer { messages += count }
    return messages + 1
  }

  private func connect(at now: Instant, in context: VenueContext) {
    do {
      let url = try adapter.address(of: stream, in: context)
      let connector = try WebSocketConnector(url, options, at: now)
      descriptors.watch(connector.descriptor)
      self.connector = connector
      phase = .connecting
    } catch {
      lose("\(error)", at: now)
    }
  }

  private func takeClient(at now: Instant, in context: VenueContext) {
    guard let connector else { return }
    do {
      guard let client = try connector.take(at: now) else { return }
      descriptors.forget(connector.descriptor)
      self.connector = nil
      descriptors.watch(client.descriptor)
      self.client = consume client
      policy.connected(at: now)
      if let login = try adapter.authentication(of: stream, in: context) {
        try self.client?.send(login)
        phase = .authenticating(until: now + Self.patience)
      } else {
        try subscribe(at: now, in: context)
      }
    } catch {
      lose("\(error)", at: now)
    }
  }

  private func subscribe(at now: Instant, in context: VenueContext) throws {
    let first = messages + 1
    let texts = try adapter.subscription(
      topics, of: stream, ends: false, id: takeIDs(topics.count), in: context)
    for text in texts { try client?.send(text) }
    let ids = Set((0..<texts.count).map { "\(first + $0)" })
    phase = .subscribing(ids, until: now + Self.patience)
  }

  /// Takes what came, and pings when that is due.
  private func converse(at now: Instant, in context: VenueContext) {
    do {
      for _ in 0..<Self.bound {
        guard let item = try client?.receive(at: now) else {
          try attend(at: now)
          return
        }
        switch item {
        case .text:
          guard let message = client?.array else { return }
          try take(message, at: now, in: context)
        case .binary, .ping, .pong, .close: break
        }
      }
      hasMore = true
      try attend(at: now)
    } catch {
      lose("\(error)", at: now)
    }
  }

  private func attend(at now: Instant) throws {
    try client?.attend(at: now)
    try client?.flush()
    guard let descriptor = client?.descriptor else { return }
    descriptors.watch(descriptor, writing: client?.wantsToSend ?? false)
  }

  private func take(
    _ message: [UInt8], at now: Instant, in context: VenueContext
  ) throws {
    let news: [StreamNews]
    do throws(VenueError) {
      news = try adapter.news(message, from: stream, in: context)
    } catch {
      occurrences.append(.garbled(error))
      return
    }
    for item in news {
      switch (item, phase) {
      case (.authenticated(let error), .authenticating):
        if let error { throw error }
        try subscribe(at: now, in: context)
      case (.subscribed(let id, let error), .subscribing(var ids, let until)):
        if let error { throw error }
        ids.remove(id)
        phase = ids.isEmpty ? .open : .subscribing(ids, until: until)
        if ids.isEmpty { open() }
      case (_, .subscribing): early.append(item)
      default: occurrences.append(.news(item))
      }
    }
  }

  private func open() {
    occurrences.append(.opened)
    occurrences += early.map { .news($0) }
    early = []
  }

  private func lose(_ why: String, at now: Instant) {
    drop()
    phase = .idle(until: policy.lost(at: now))
    occurrences.append(.lost(why: why))
  }

  private func drop() {
    if let connector { descriptors.forget(connector.descriptor) }
    connector = nil
    early = []
    if let descriptor = client?.descriptor { descriptors.forget(descriptor) }
    client = nil
  }
}
