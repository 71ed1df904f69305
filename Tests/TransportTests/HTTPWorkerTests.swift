import Foundation
import Glibc
import Quantities
import Requests
import Synchronization
import TestSupport
import Testing
import Transport

@Suite struct HTTPWorkerTests {
  static let options = TransportOptions(allowsPlainText: true, timeout: .seconds(10))

  /// Takes answers, woken by the descriptor, until there are so many or no more come.
  static func take(_ count: Int, from worker: HTTPWorker) -> [HTTPWorker.Completion] {
    var done: [HTTPWorker.Completion] = []
    while done.count < count {
      var item = pollfd(fd: worker.descriptor, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&item, 1, 8000) == 1 else { break }
      done += worker.completions()
    }
    return done
  }

  /// Answers with the path, after a while for paths that begin with `/slow`.
  static func echo() -> Loopback {
    Loopback { peer in
      while let request = peer.request() {
        let path = String(request.split(separator: " ")[1])
        if path.hasPrefix("/slow") { usleep(300_000) }
        peer.write(answer("200 OK", path))
      }
    }
  }

  @Test func `every request has its answer, once, and the descriptor is silent after`() throws {
    let server = Self.echo()
    defer { server.stop() }
    let worker = try HTTPWorker(Self.options, threads: 3)
    var expected: [HTTPWorker.Ticket: String] = [:]
    for index in 0..<100 {
      let request = HTTPRequest(index % 3 == 0 ? .post : .get, server.url + "/\(index)")
      let priority = RequestPriority.allCases[index % 5]
      expected[try worker.submit(request, priority, within: .seconds(10))] = "/\(index)"
    }
    #expect(expected.count == 100)
    for done in Self.take(100, from: worker) {
      let body = try done.result.get().body
      #expect(expected.removeValue(forKey: done.ticket) == String(decoding: body, as: UTF8.self))
      #expect(done.took.nanoseconds >= done.waited.nanoseconds)
    }
    #expect(expected.isEmpty)
    #expect(server.posts == 34)
    var item = pollfd(fd: worker.descriptor, events: Int16(POLLIN), revents: 0)
    #expect(unsafe poll(&item, 1, 20) == 0)
  }

  @Test func `what is too old when its connection stands is not sent`() throws {
    let server = Self.echo()
    defer { server.stop() }
    let worker = try HTTPWorker(Self.options)
    let request = HTTPRequest(.post, server.url + "/order")
    _ = try worker.submit(request, .entry, within: .seconds(5), leaving: .nanoseconds(0))
    let late = try #require(Self.take(1, from: worker).first)
    #expect(throws: TransportError(.nothingSent, .timedOut)) { try late.result.get() }
    #expect(server.posts == 0)
    _ = try worker.submit(request, .entry, within: .seconds(5), leaving: .seconds(5))
    #expect(try Self.take(1, from: worker).first?.result.get().status == 200)
    #expect(server.posts == 1)
  }

  @Test func `slow data keeps no cancel waiting`() throws {
    let server = Self.echo()
    defer { server.stop() }
    let worker = try HTTPWorker(Self.options, threads: 4)
    for index in 0..<12 {
      _ = try worker.submit(
        HTTPRequest(.get, server.url + "/slow/\(index)"), .data, within: .seconds(10))
    }
    #expect(eventually { server.requests.count == 2 })
    let cancel = try worker.submit(
      HTTPRequest(.post, server.url + "/c"), .cancel, within: .seconds(10))
    let entry = try worker.submit(
      HTTPRequest(.post, server.url + "/e"), .entry, within: .seconds(10))
    let done = Self.take(14, from: worker)
    #expect(done.count == 14)
    for ticket in [cancel, entry] {
      let completion = try #require(done.first { $0.ticket == ticket })
      // Those before it take almost two seconds.
      #expect(completion.waited < .milliseconds(900))
      #expect(try completion.result.get().status == 200)
    }
  }

  @Test func `on one thread the more important goes first`() throws {
    let server = Self.echo()
    defer { server.stop() }
    let worker = try HTTPWorker(Self.options, threads: 1)
    _ = try worker.submit(HTTPRequest(.get, server.url + "/slow"), .data, within: .seconds(10))
    #expect(eventually { server.requests.count == 1 })
    for (name, priority) in [
      ("d", .data), ("e", .entry), ("s", .stop), ("c", .cancel), ("d2", .data), ("c2", .cancel),
    ] as [(String, RequestPriority)] {
      _ = try worker.submit(
        HTTPRequest(.get, server.url + "/" + name), priority, within: .seconds(10))
    }
    let bodies = try Self.take(7, from: worker).map {
      String(decoding: try $0.result.get().body, as: UTF8.self)
    }
    #expect(bodies == ["/slow", "/c", "/c2", "/s", "/e", "/d", "/d2"])
  }

  @Test func `each class has a bound of its own, and what is refused was not sent`() throws {
    let server = Self.echo()
    defer { server.stop() }
    let worker = try HTTPWorker(Self.options, threads: 1, capacity: 3)
    let slow = HTTPRequest(.get, server.url + "/slow")
    for _ in 0..<3 { _ = try worker.submit(slow, .data, within: .seconds(10)) }
    let full = TransportError(.nothingSent, .queueFull(limit: 3))
    #expect(throws: full) { try worker.submit(slow, .data, within: .seconds(10)) }
    let cancel = try worker.submit(slow, .cancel, within: .seconds(10))
    #expect(worker.withdraw(cancel) && !worker.withdraw(cancel))
    // Until its answer is taken, a request counts.
    #expect(eventually { server.requests.count == 3 })
    usleep(800_000)
    #expect(throws: full) { try worker.submit(slow, .data, within: .seconds(10)) }
    #expect(worker.completions().count == 3)
    _ = try worker.submit(slow, .data, within: .seconds(10))
  }

  @Test func `what waits too long is not sent`() throws {
    let server = Self.echo()
    defer { server.stop() }
    let worker = try HTTPWorker(Self.options, threads: 1)
    _ = try worker.submit(HTTPRequest(.get, server.url + "/slow"), .data, within: .seconds(10))
    #expect(eventually { server.requests.count == 1 })
    let late = try worker.submit(
      HTTPRequest(.post, server.url + "/p"), .cancel, within: .milliseconds(100))
    let done = Self.take(2, from: worker)
    let completion = try #require(done.first { $0.ticket == late })
    guard case .failure(let error) = completion.result else {
      Issue.record("it was sent after its time")
      return
    }
    #expect(error == TransportError(.nothingSent, .timedOut))
    #expect(server.posts == 0)
  }

  @Test func `stopping answers what waits, abandons reads, and waits for orders`() throws {
    let server = Loopback { peer in
      while let request = peer.request() {
        usleep(request.hasPrefix("POST") ? 600_000 : 4_000_000)
        peer.write(answer("200 OK"))
      }
    }
    defer { server.stop() }
    let worker = try HTTPWorker(Self.options, threads: 3)
    let order = try worker.submit(HTTPRequest(.post, server.url), .cancel, within: .seconds(10))
    let read = try worker.submit(HTTPRequest(.get, server.url), .data, within: .seconds(10))
    #expect(eventually { server.requests.count == 2 })
    let waiting = try worker.submit(HTTPRequest(.get, server.url), .data, within: .seconds(10))
    let begun = ContinuousClock.now
    worker.stop()
    #expect(ContinuousClock.now - begun < .seconds(3))
    var results: [HTTPWorker.Ticket: Result<HTTPResponse, TransportError>] = [:]
    for done in worker.completions() { results[done.ticket] = done.result }
    #expect(try results[order]?.get().status == 200)
    #expect(results[read] == .failure(TransportError(.mayHaveArrived, .stopped)))
    #expect(results[waiting] == .failure(TransportError(.nothingSent, .stopped)))
    #expect(throws: TransportError(.nothingSent, .stopped)) {
      try worker.submit(HTTPRequest(.get, server.url), .data, within: .seconds(10))
    }
    #expect(server.posts == 1)
  }
}
