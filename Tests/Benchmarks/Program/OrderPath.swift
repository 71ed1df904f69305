import Digest
import Events
import Glibc
import Quantities
import Requests
import Synchronization
import Transport
import VenueLink
import Venues

/// The way of an order from whoever wants it to the venue's socket: built, signed, within the
/// limits, handed to a thread, over a connection of its own.
enum OrderPath {
  private static let count = 200

  static func run() throws {
    let server = try ArrivalServer()
    defer { server.stop() }
    let adapter = BybitAdapter()
    let instruments = InstrumentDirectory(
      (["BTC/USDT:USDT"] as [Name]).compactMap(adapter.assumedInstrument))
    let address = "http://127.0.0.1:\(server.port)"
    let context = VenueContext(
      environment: .testnet,
      credentials: Credentials(key: "FAKE-KEY", secret: Secret("FAKE-SECRET")), now: .epoch,
      instruments: instruments,
      hosts: VenueHosts(rest: address, publicStream: "", privateStream: ""))
    var options = RequestLine.Options(transport: TransportOptions(allowsPlainText: true))
    options.longestWait = .seconds(60)
    let line = try RequestLine(adapter, context, options) {
      Instant(nanoseconds: Int64(monotonic() * 1e9))
    }
    var arrivals: [Double] = []
    var answers: [Double] = []
    for number in 0..<count {
      // Within the venue's limit of orders in a second, so that none waits for it.
      usleep(130_000)
      let ticket = OrderTicket(
        instrument: "BTC/USDT:USDT", clientOrderID: Name("b-\(number)"[...]) ?? "b", side: .buy,
        kind: .limit, quantity: "0.01", limitPrice: "37111.5")
      let begun = monotonic()
      line.submit(.trading(.place(ticket)), .cancel)
      while line.next() == nil {
        var item = pollfd(fd: line.descriptor, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&item, 1, 1_000)
      }
      answers.append(monotonic() - begun)
      arrivals.append(server.arrival - begun)
    }
    figure("an order to its bytes at the socket", percentiles(arrivals))
    figure("  and to its answer", percentiles(answers))
  }
}

/// A server on this machine that notes when the first bytes of a request came, and accepts it.
private final class ArrivalServer: Sendable {
  let port: Int
  private let listener: Int32
  private let last = Mutex(0.0)

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = self.listener
    let code = unsafe withUnsafeMutablePointer(to: &place) { place in
      unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        unsafe bind(listener, place, size) == 0 && listen(listener, 16) == 0
          && getsockname(listener, place, &size) == 0
      }
    }
    precondition(code, "no port on this machine")
    port = Int(UInt16(bigEndian: place.sin_port))
    var thread = pthread_t()
    let box = unsafe Unmanaged.passRetained(self)
    _ = unsafe pthread_create(
      &thread, nil,
      { @Sendable argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<ArrivalServer>.fromOpaque(argument).takeRetainedValue().serve()
        return nil
      }, box.toOpaque())
    pthread_detach(thread)
  }

  var arrival: Double { last.withLock { $0 } }

  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func serve() {
    let body =
      "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"orderId\":\"a\",\"orderLinkId\":\"b\"}}"
    let answer = Array(
      "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
        .utf8)
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let peer = accept(listener, nil, nil)
      guard peer >= 0 else { return }
      if unsafe recv(peer, &buffer, buffer.count, 0) > 0 {
        last.withLock { $0 = monotonic() }
        _ = unsafe send(peer, answer, answer.count, Int32(MSG_NOSIGNAL))
        shutdown(peer, Int32(SHUT_WR))
        while unsafe recv(peer, &buffer, buffer.count, 0) > 0 {}
      }
      close(peer)
    }
  }
}
