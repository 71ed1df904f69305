import Counting
import Glibc
import Quantities
import Requests
import ServiceKit
import Transport

/// What a message and a request cost over loopback, beside plain C clients of the same job: libcurl
/// for the connection, RFC 6455 by hand, zlib, the check that text is text.
enum NetworkSection {
  static func run() throws {
    guard unsafe access("\(Child.folder)/\(RivalServer.program)", X_OK) == 0 else {
      print("  \(RivalServer.program) is missing: `make bench` builds it")
      return
    }
    for mode in modes { try listen(mode) }
    try ask(20_000)
  }

  private struct Mode {
    var name: String
    var deflates = false
    var isSecure = false
    var count: Int
  }

  private static let modes = [
    Mode(name: "trades, plain", count: 3_000_000),
    Mode(name: "trades, TLS", isSecure: true, count: 2_000_000),
    Mode(name: "trades, deflate", deflates: true, count: 1_000_000),
    Mode(name: "trades, deflate and TLS", deflates: true, isSecure: true, count: 1_000_000),
  ]

  /// Items, bytes, nanoseconds of processor time an item, and items a second.
  private struct Figures {
    var items: Int
    var bytes: Int
    var processor: Double
    var perSecond: Double
  }

  /// Ours and the rival by turns, three times each; the median of each by processor time.
  private static func compare(
    _ name: String, ours: () throws -> Figures, rival: () throws -> Figures
  ) throws {
    var both: [[Figures]] = [[], []]
    for _ in 0..<3 {
      both[0].append(try ours())
      both[1].append(try rival())
    }
    let middle = both.map { $0.sorted { $0.processor < $1.processor }[1] }
    precondition(
      middle[0].items == middle[1].items && middle[0].bytes == middle[1].bytes,
      "the rival read something else")
    for (who, figures) in zip(["", ", plain C"], middle) {
      figure(
        name + who,
        "\(spaced(figures.perSecond))/s, \(tenths(figures.processor)) ns of processor time")
    }
    figure("\(name), ours to C", hundredths(middle[0].processor / middle[1].processor))
  }

  private static func listen(_ mode: Mode) throws {
    let files = "\(Child.folder)/rivals/certificate"
    let word = mode.deflates ? "deflate" : "plain"
    try RivalServer.serve(
      ["flood", word, "\(mode.count)"] + (mode.isSecure ? ["\(files).pem", "\(files).key"] : [])
    ) { server in
      let address = "://127.0.0.1:\(server.port)/"
      try compare(mode.name) {
        try listen("ws\(mode.isSecure ? "s" : "")" + address, mode, "\(files).pem")
      } rival: {
        try server.rival(
          ["listen", "http\(mode.isSecure ? "s" : "")" + address, word]
            + (mode.isSecure ? ["\(files).pem"] : []))
      }
    }
  }

  private static func listen(
    _ url: String, _ mode: Mode, _ authority: String
  ) throws -> Figures {
    let options = WebSocketClient.Options(
      transport: TransportOptions(
        authorities: mode.isSecure ? authority : nil, allowsPlainText: true),
      compression: mode.deflates ? DeflateParameters() : nil)
    let now = Instant(seconds: 1_800_000_000)
    var client = try WebSocketClient(url, options, at: now)
    var (items, bytes, isOpen) = (0, 0, true)
    let allocations = counting_allocations()
    let time = try duration {
      while isOpen {
        while let item = try client.receive(at: now) {
          if case .close = item {
            isOpen = false
            break
          }
          items += 1
          bytes += client.payload.byteCount
        }
        guard isOpen else { break }
        var item = pollfd(fd: client.descriptor, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&item, 1, -1)
      }
    }
    // TLS allocates for itself; reading does not.
    precondition(mode.isSecure || counting_allocations() - allocations < 1000)
    return figures(items, bytes, time)
  }

  private static func figures(_ items: Int, _ bytes: Int, _ time: Duration) -> Figures {
    Figures(
      items: items, bytes: bytes, processor: time.processor / Double(items) * 1e9,
      perSecond: Double(items) / time.wall)
  }

  private static func ask(_ count: Int) throws {
    try RivalServer.serve(["answer"]) { server in
      let url = "http://127.0.0.1:\(server.port)/v5/market/time"
      try compare("requests, kept connection") {
        var client = HTTPClient(TransportOptions(allowsPlainText: true))
        let request = HTTPRequest(.get, url, headers: ["X-BAPI-API-KEY": "key"])
        _ = try client.answer(to: request)
        var bytes = 0
        let time = try duration {
          for _ in 0..<count { bytes += try client.answer(to: request).body.count }
        }
        return figures(count, bytes, time)
      } rival: {
        try server.rival(["ask", url, "\(count)"])
      }
      var client = HTTPClient(TransportOptions(allowsPlainText: true))
      let order = HTTPRequest(.post, url, body: [UInt8](repeating: 65, count: 250))
      var times: [Double] = []
      for _ in 0..<2000 { times.append(try seconds { _ = try client.answer(to: order) }) }
      figure("an order and its answer, fresh connection", percentiles(times))
    }
  }

  /// `Rivals/network.c` as a server, and its clients beside it.
  private struct RivalServer {
    static let program = "rivals/network"
    let port: Int
    let directory: String

    static func serve(_ arguments: [String], _ body: (RivalServer) throws -> Void) throws {
      try withDirectory { directory in
        let log = directory.path + "/server"
        let child = try Child(program, arguments, log: log)
        defer { child.stop() }
        let deadline = monotonic() + 10
        while true {
          if let port = Int(text(of: log).prefix { $0 != "\n" }), text(of: log).contains("\n") {
            return try body(RivalServer(port: port, directory: directory.path))
          }
          guard monotonic() < deadline else { throw ChildError.notReady(program, log: log) }
          usleep(2000)
        }
      }
    }

    func rival(_ arguments: [String]) throws -> Figures {
      let log = directory + "/client"
      let code = try Child(Self.program, arguments, log: log).wait()
      let numbers = text(of: log).split { $0 == " " || $0 == "\n" }.compactMap { Double($0) }
      guard code == 0, numbers.count == 4 else {
        throw ChildError.notReady(Self.program, log: text(of: log))
      }
      return Figures(
        items: Int(numbers[0]), bytes: Int(numbers[1]), processor: numbers[2],
        perSecond: numbers[3])
    }
  }
}
