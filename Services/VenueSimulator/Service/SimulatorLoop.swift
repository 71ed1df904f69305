import Glibc
import Quantities
import ServiceKit
import Transport
import VenueSimulatorBybit
import VenueSimulatorCore

/// The process: one thread, one loop over the clock, two servers and the streams.
final class SimulatorLoop {
  private let options: SimulatorOptions
  private var signals: Signals
  private var venue: BybitVenue
  private var truth: TruthFile?
  private var clock: VenueClock
  private var failure: SystemError?
  private var server: HTTPDaemon?
  private var control: HTTPDaemon?
  private var streams: [Int: StreamConnection] = [:]

  init(_ options: SimulatorOptions) throws {
    signals = try Signals()
    self.options = options
    clock = VenueClock(speed: options.speed)
    var exchange = Exchange(
      seed: options.seed, start: clock.now, recordings: options.recordings)
    for key in options.keys {
      exchange.open(key, deposits: [("USDT", options.deposit)])
    }
    venue = BybitVenue(exchange)
    venue.limits = options.limits
    truth = try options.truth.map { path throws(SystemError) in try TruthFile(path) }
    server = try HTTPDaemon(
      port: options.port, connections: 512, certificate: try options.certificate.map(TextFile.text),
      key: try options.certificateKey.map(TextFile.text)
    ) { [unowned self] in self.answer($0) }
    control = try HTTPDaemon(
      port: options.controlPort, connections: 64, certificate: nil, key: nil
    ) { [unowned self] in self.control($0) }
  }

  /// Serves until a signal asks to stop.
  func run() throws -> ExitCode {
    guard let server, let control else { return .internalFailure }
    try announce(server, control)
    while !signals.stopRequested {
      let ready = wait(server, control)
      _ = signals.next()
      advance()
      server.run()
      control.run()
      for id in ready { hear(id) }
      tellStreams()
      if let failure { throw failure }
    }
    options.directory?.withdrawVenue()
    for id in streams.keys { close(id) }
    server.run()
    return .ok
  }

  /// Waits for something to do; the streams that have something to say.
  private func wait(_ server: HTTPDaemon, _ control: HTTPDaemon) -> [Int] {
    var items = [signals.descriptor, server.descriptor, control.descriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let ids = streams.keys.sorted()
    for id in ids {
      guard let stream = streams[id] else { continue }
      let events = Int16(POLLIN) | (stream.wantsToSend ? Int16(POLLOUT) : 0)
      items.append(pollfd(fd: stream.descriptor, events: events, revents: 0))
    }
    let timeout = min(clock.untilTick, server.timeout, control.timeout)
    _ = unsafe poll(&items, nfds_t(items.count), Int32(timeout))
    return zip(ids, items.dropFirst(3)).filter { $0.1.revents & ~Int16(POLLOUT) != 0 }.map(\.0)
  }

  /// Hears what a listener says.
  private func hear(_ id: Int) {
    guard let texts = streams[id]?.receive() else { return close(id) }
    for text in texts { venue.receive(text, on: id) }
    keepTruth()
  }

  /// Sends the streams what is due.
  private func tellStreams() {
    for id in venue.takeCuts() { close(id, resets: true) }
    for (id, text) in venue.takeMessages() where streams[id]?.send(text) == false {
      close(id, resets: true)
    }
    for (id, stream) in streams where !stream.flush() { close(id) }
  }

  private func close(_ id: Int, resets: Bool = false) {
    venue.closeStream(id)
    streams.removeValue(forKey: id)?.close(resets: resets)
  }

  /// Makes a stream of a request, if it is one.
  private func upgrade(_ request: VenueRequest) -> HTTPAction? {
    guard request.method == "GET", request.header("upgrade")?.lowercased() == "websocket",
      let handshake = StreamHandshake.accept(request.headers, target: request.path)
    else { return nil }
    if let reply = venue.shutOut(request) { return .reply(reply, delay: 0) }
    guard let id = venue.openStream(request.path) else {
      return .reply(VenueReply(status: 404, body: []), delay: 0)
    }
    return .upgrade(handshake.fields) { [unowned self] socket in
      let stream = StreamConnection(socket, handshake.compression)
      streams[id] = stream
      for text in stream.texts() { venue.receive(text, on: id) }
    }
  }

  private func advance() {
    clock.take(venue.takeForward())
    venue.advance(to: clock.now, wall: clock.wall)
    keepTruth()
  }

  /// Writes down what really happened; when that fails, the process ends.
  private func keepTruth() {
    let lines = venue.takeTruth()
    do throws(SystemError) {
      try truth?.append(lines)
    } catch {
      failure = error
    }
  }

  private func answer(_ request: VenueRequest) -> HTTPAction {
    advance()
    if let action = upgrade(request) { return action }
    let outcome = venue.answer(request)
    keepTruth()
    switch outcome {
    case .reply(let reply): return .reply(reply, delay: venue.faults.answerDelay)
    case .close: return .close
    case .cut(let reply): return .cut(reply)
    }
  }

  private func control(_ request: VenueRequest) -> HTTPAction {
    advance()
    let reply = venue.control(request)
    keepTruth()
    return .reply(reply, delay: 0)
  }

  /// Says where the venue is to be found.
  private func announce(_ server: HTTPDaemon, _ control: HTTPDaemon) throws {
    let suffix = options.certificate == nil ? "" : "s"
    let line: JSONTree = [
      "venue": "bybit", "rest": .text("http\(suffix)://127.0.0.1:\(server.port)"),
      "streams": .text("ws\(suffix)://127.0.0.1:\(server.port)"),
      "control": .text("http://127.0.0.1:\(control.port)"), "seed": JSONTree(options.seed),
      "keys": .array(options.keys.map { .text($0.key) }),
    ]
    Program.print(line.string)
    if let directory = options.directory {
      try directory.announceVenue(line.string)
      try Readiness(of: "venue-simulator", in: directory).announce()
    }
    options.log.info(
      "venue_ready", "The venue is open.", ["port": .integer(Int64(server.port))])
  }
}

/// The venue's time: the machine's, faster and further ahead if that is wanted.
struct VenueClock {
  private let speed: Int
  private let start: Int64
  private var forward: Int64 = 0

  init(speed: Int) {
    self.speed = speed
    start = SystemClock.wall()
  }

  /// By the machine.
  var wall: Instant { Instant(nanoseconds: SystemClock.wall()) }

  /// By the venue.
  var now: Instant {
    Instant(nanoseconds: start + (SystemClock.wall() - start) * Int64(speed) + forward)
  }

  /// Jumps ahead.
  mutating func take(_ interval: Interval) { forward += interval.nanoseconds }

  /// Milliseconds to the next tick of the market.
  var untilTick: Int {
    let left = 100_000_000 - now.nanoseconds % 100_000_000
    return Int(left / Int64(speed) / 1_000_000) + 1
  }
}
