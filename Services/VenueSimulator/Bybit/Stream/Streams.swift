import Quantities
import VenueSimulatorCore

/// Which kind of stream a connection is.
enum StreamDoor: Sendable, Hashable {
  /// Of a market; of none for those that the venue has nothing of.
  case market(Category?)
  case account
  case orders

  init?(path: String) {
    switch path {
    case "/v5/public/spot": self = .market(.spot)
    case "/v5/public/linear": self = .market(.linear)
    case "/v5/public/inverse", "/v5/public/option": self = .market(nil)
    case "/v5/private": self = .account
    case "/v5/trade": self = .orders
    default: return nil
    }
  }
}

/// A connection of a stream.
struct StreamSession: Sendable {
  let door: StreamDoor
  let name: String
  var account: Int?
  var topics: [String] = []
  /// Messages to send, with the time before which they wait.
  var outbox: [(due: Instant, text: [UInt8])] = []
  /// A message that comes behind the next one.
  var held: [UInt8]?
}

/// All streams: who listens to what, and what they are still to be told.
struct Streams: Sendable {
  var sessions: [Int: StreamSession] = [:]
  var topics: [TopicKey: TopicState] = [:]
  private var opened = 0
  private var random = RandomNumbers(seed: 77)
  private(set) var cuts: [Int] = []

  static let sessionLimit = 256
  static let outboxLimit = 20_000

  /// A topic of a market.
  struct TopicKey: Sendable, Hashable, Comparable {
    let category: Category
    let topic: String

    static func < (a: TopicKey, b: TopicKey) -> Bool {
      (a.category.rawValue, a.topic) < (b.category.rawValue, b.topic)
    }
  }

  mutating func open(_ door: StreamDoor) -> Int? {
    guard sessions.count < Self.sessionLimit else { return nil }
    opened += 1
    sessions[opened] = StreamSession(door: door, name: "simulated-\(opened)")
    return opened
  }

  mutating func close(_ id: Int) {
    guard let session = sessions.removeValue(forKey: id) else { return }
    for topic in session.topics { leave(topic, id, session.door) }
  }

  mutating func cutAll() { cuts += sessions.keys.sorted() }

  mutating func cut(_ id: Int) { cuts.append(id) }

  mutating func takeCuts() -> [Int] {
    defer { cuts.removeAll() }
    return cuts
  }

  mutating func leave(_ topic: String, _ id: Int, _ door: StreamDoor) {
    guard case .market(let category?) = door else { return }
    let key = TopicKey(category: category, topic: topic)
    topics[key]?.listeners.removeAll { $0 == id }
    if topics[key]?.listeners.isEmpty == true { topics[key] = nil }
  }

  /// Queues an answer to what a connection said; faults leave these alone, but for silence.
  mutating func answer(_ tree: JSONTree, to id: Int, _ faults: Faults, at now: Instant) {
    guard !faults.isSilent else { return }
    put(tree.utf8, id, due: now)
  }

  /// Queues news, as far as the faults let it through.
  mutating func tell(_ text: [UInt8], to id: Int, _ faults: Faults, due: Instant) {
    guard !faults.isSilent, !draws(faults.losses) else { return }
    let text = draws(faults.garbled) ? Array(text.dropLast(text.count / 2 + 1)) : text
    if sessions[id]?.held == nil, draws(faults.swaps) {
      sessions[id]?.held = text
      return
    }
    put(text, id, due: due)
    if draws(faults.duplicates) { put(text, id, due: due) }
    if let held = sessions[id]?.held {
      sessions[id]?.held = nil
      put(held, id, due: due)
    }
  }

  private mutating func put(_ text: [UInt8], _ id: Int, due: Instant) {
    guard let count = sessions[id]?.outbox.count else { return }
    guard count < Self.outboxLimit else {
      cuts.append(id)
      return
    }
    sessions[id]?.outbox.append((due, text))
  }

  private mutating func draws(_ percent: Int) -> Bool {
    percent > 0 && random.below(100) < percent
  }

  /// Takes the messages whose time has come, in order for each connection.
  mutating func takeMessages(at now: Instant) -> [(id: Int, text: [UInt8])] {
    var result: [(id: Int, text: [UInt8])] = []
    for id in sessions.keys.sorted() {
      guard let outbox = sessions[id]?.outbox, !outbox.isEmpty else { continue }
      let ready = outbox.prefix { $0.due <= now }
      result += ready.map { (id, $0.text) }
      sessions[id]?.outbox.removeFirst(ready.count)
    }
    return result
  }
}
