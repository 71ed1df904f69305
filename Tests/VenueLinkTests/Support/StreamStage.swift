import Events
import Foundation
import Glibc
import Quantities
import Synchronization
import TestSupport
import Transport
import VenueLink
import Venues

/// A stream line to a server on this machine, by a clock that only the test moves.
final class StreamStage {
  /// The server's side of one connection.
  struct Side: ~Copyable {
    let peer: Loopback.Peer
    private var writer = WebSocketWriter(role: .server)
    private var reader = WebSocketReader(role: .server)
    private let heard: Heard

    fileprivate init(_ peer: Loopback.Peer, _ heard: Heard) {
      self.peer = peer
      self.heard = heard
    }

    /// The next message, which is noted; nil at the end.
    mutating func message() -> String? {
      while true {
        do {
          while let item = try reader.next() {
            guard case .text = item else { continue }
            let text = String(decoding: reader.array, as: UTF8.self)
            heard.texts.withLock { $0.append(text) }
            return text
          }
        } catch { return nil }
        let bytes = peer.read()
        if bytes.isEmpty { return nil }
        reader.append(bytes)
      }
    }

    mutating func say(_ text: String) {
      writer.text(text)
      peer.write(writer.take())
    }

    /// Takes logins and subscriptions, and says more behind each.
    mutating func serve(saying more: String...) {
      while let text = message() {
        say(accepted(text))
        for news in more { say(news) }
      }
    }
  }

  fileprivate final class Heard: Sendable {
    let texts = Mutex<[String]>([])
  }

  static let stream = VenueStream.market(.linear)

  let line: StreamLine
  let venue = TightVenue()
  let server: Loopback
  private(set) var now = LineStage.start
  private let descriptors = DescriptorSet()
  private let heard: Heard
  private let context: VenueContext
  private(set) var occurrences: [StreamLine.Occurrence] = []

  init(
    _ stream: VenueStream = stream, stalledAfter: Interval = .seconds(10),
    policy: ReconnectPolicy.Options = .init(), seed: UInt64 = 1,
    topics: [StreamTopic] = [.ticker(LineStage.instrument)],
    _ serve: @escaping @Sendable (inout Side) -> Void = { $0.serve() }
  ) {
    let heard = Heard()
    server = Loopback { peer in
      guard let request = peer.request(), let head = try? HTTPHead(Array(request.utf8)),
        let (bytes, _) = try? ServerHandshake.accept(head, compresses: false)
      else { return }
      peer.write(bytes)
      var side = Side(peer, heard)
      serve(&side)
    }
    self.heard = heard
    let address = "ws://127.0.0.1:\(server.port)"
    context = LineStage.context("", streams: address)
    var options = WebSocketClient.Options(transport: TransportOptions(allowsPlainText: true))
    options.liveness.stalledAfter = stalledAfter
    line = StreamLine(
      stream, of: venue, options, watchedBy: descriptors, policy: policy, seed: seed)
    line.want(topics)
  }

  deinit { server.stop() }

  func pass(_ interval: Interval) { now += interval }

  /// What the server has heard.
  var said: [String] { heard.texts.withLock { $0 } }

  /// One turn.
  func turn() {
    line.turn(at: now, in: context)
    while let occurrence = line.next() { occurrences.append(occurrence) }
  }

  func resubscribe(to topic: StreamTopic) {
    line.resubscribe(to: topic, at: now, in: context)
  }

  /// Turns whenever something comes, until something holds; whether it does in the end.
  func turn(until holds: () -> Bool) -> Bool {
    for _ in 0..<500 {
      turn()
      if holds() { return true }
      var item = pollfd(fd: descriptors.descriptor, events: Int16(POLLIN), revents: 0)
      _ = unsafe poll(&item, 1, 20)
    }
    return holds()
  }

  /// Why the stream was lost, each time.
  var losses: [String] {
    occurrences.compactMap { if case .lost(let why) = $0 { why } else { nil } }
  }

  var openings: Int {
    occurrences.count { if case .opened = $0 { true } else { false } }
  }

  var garbled: Int {
    occurrences.count { if case .garbled = $0 { true } else { false } }
  }

  var prices: [Price] {
    occurrences.compactMap {
      if case .news(.ticker(let ticker)) = $0 { ticker.last } else { nil }
    }
  }
}

/// What Bybit says to a login or a subscription that it takes.
func accepted(_ text: String) -> String {
  if text.contains("\"auth\"") { return "{\"success\":true,\"op\":\"auth\"}" }
  if text.contains("\"ping\"") { return "{\"op\":\"pong\"}" }
  let id = text.firstMatch(of: /"req_id":"(\d+)"/).map { String($0.1) } ?? ""
  return "{\"success\":true,\"ret_msg\":\"\",\"req_id\":\"\(id)\",\"op\":\"subscribe\"}"
}

/// What Bybit tells of a price.
func ticker(_ price: Int) -> String {
  "{\"topic\":\"tickers.BTCUSDT\",\"type\":\"delta\",\"ts\":1800000000000,"
    + "\"data\":{\"symbol\":\"BTCUSDT\",\"lastPrice\":\"\(price)\"}}"
}
