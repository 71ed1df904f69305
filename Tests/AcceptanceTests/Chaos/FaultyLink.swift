import Foundation
import Synchronization
import TestSupport

/// A socket of the journal with a bad line before it: it stands at the socket's path, and passes
/// on what comes, late, in pieces, or not at all.
///
/// Where the journal listens, its socket is moved aside and the link's own takes its place; a
/// journal that starts again binds the path anew, and is moved aside again.
final class FaultyLink: Sendable {
  /// What the line does to what passes.
  enum Weather: Sendable {
    case clear
    /// Every piece arrives so much later.
    case late(milliseconds: Int)
    /// Nothing passes, and nothing breaks.
    case silent
    /// Some pieces vanish, which no protocol over a stream survives: the ends have to begin anew.
    case lossy(percent: Int)
  }

  private struct Orders {
    var weather = Weather.clear
    var mustCut = false
    var mustStop = false
    var cuts = 0
    var connections = 0
  }

  private let orders = Mutex(Orders())
  private let path: String

  /// - Parameter path: the file of the socket.
  init(at path: String, seed: Int) {
    self.path = path
    let thread = Thread { [self] in run(Seeded(seed)) }
    thread.start()
  }

  func set(_ weather: Weather) { orders.withLock { $0.weather = weather } }

  /// Cuts every connection that there is.
  func cut() { orders.withLock { $0.mustCut = true } }

  /// Ends it; the journal's socket is left where it is.
  func stop() { orders.withLock { $0.mustStop = true } }

  /// How many connections passed through it, and how many of them it cut.
  var figures: (connections: Int, cuts: Int) { orders.withLock { ($0.connections, $0.cuts) } }

  private func run(_ seeded: Seeded) {
    var random = seeded
    var door = SocketDoor(path: path)
    var lines: [Line] = []
    while true {
      let (weather, mustCut, mustStop) = orders.withLock { orders in
        let now = (orders.weather, orders.mustCut, orders.mustStop)
        if orders.mustCut { orders.cuts += lines.count }
        orders.mustCut = false
        return now
      }
      if mustCut || mustStop {
        for line in lines { line.close() }
        lines = []
      }
      if mustStop { return door.close() }
      door.standBefore()
      while let (near, far) = door.accept() {
        lines.append(Line(near: near, far: far))
        orders.withLock { $0.connections += 1 }
      }
      for index in lines.indices { lines[index].pass(weather, &random) }
      for line in lines where line.isOver { line.close() }
      lines.removeAll(where: \.isOver)
      wait(lines, door)
    }
  }

  /// Waits until something is there to read, at most for some milliseconds.
  private func wait(_ lines: [Line], _ door: SocketDoor) {
    var items = lines.flatMap(\.readable) + door.readable
    if items.isEmpty || lines.contains(where: \.hasLoad) {
      usleep(2_000)
    } else {
      _ = unsafe poll(&items, nfds_t(items.count), 10)
    }
  }
}

/// One connection through a link.
private struct Line {
  private var there: Half
  private var back: Half

  init(near: Int32, far: Int32) {
    there = Half(from: near, to: far)
    back = Half(from: far, to: near)
  }

  var isOver: Bool { there.isOver || back.isOver }
  var hasLoad: Bool { there.hasLoad || back.hasLoad }
  var readable: [pollfd] { there.readable + back.readable }

  mutating func pass(_ weather: FaultyLink.Weather, _ random: inout Seeded) {
    there.pass(weather, &random)
    back.pass(weather, &random)
  }

  func close() {
    Foundation.close(there.source)
    Foundation.close(there.target)
  }
}

/// One direction of a connection.
private struct Half {
  /// What one direction holds back at most.
  private static let bound = 1 << 20

  let source: Int32
  let target: Int32
  private var load: [(due: Date, bytes: ArraySlice<UInt8>)] = []
  private var held = 0
  private(set) var isOver = false

  init(from source: Int32, to target: Int32) {
    self.source = source
    self.target = target
  }

  var hasLoad: Bool { held > 0 }

  var readable: [pollfd] {
    held < Self.bound ? [pollfd(fd: source, events: Int16(POLLIN), revents: 0)] : []
  }

  mutating func pass(_ weather: FaultyLink.Weather, _ random: inout Seeded) {
    if case .silent = weather { return }
    take(weather, &random)
    while !isOver, let first = load.first, first.due <= Date() {
      let count = unsafe first.bytes.withUnsafeBytes {
        unsafe send(
          target, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT) | Int32(bitPattern: 0x4000))
      }
      guard count > 0 else {
        isOver = errno != EAGAIN
        return
      }
      held -= count
      if count == first.bytes.count { load.removeFirst() } else { load[0].bytes.removeFirst(count) }
    }
  }

  private mutating func take(_ weather: FaultyLink.Weather, _ random: inout Seeded) {
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while !isOver, held < Self.bound {
      let count = unsafe recv(source, &part, part.count, Int32(MSG_DONTWAIT))
      guard count > 0 else {
        isOver = count == 0 || errno != EAGAIN
        return
      }
      var due = Date()
      switch weather {
      case .clear, .silent: break
      case .late(let milliseconds): due += Double(milliseconds) / 1_000
      case .lossy(let percent): if random.chance(percent) { continue }
      }
      load.append((max(due, load.last?.due ?? due), part[..<count]))
      held += count
    }
  }
}
