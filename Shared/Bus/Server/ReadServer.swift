public import EventSourcing
public import Events
import Synchronization

/// Serves reads of the log on its own thread with its own reader, so that they do not hold up
/// appends.
///
/// A reader asks for one chunk at a time and its requests are served in turn with the others', so
/// nobody can ask for more than the journal gives.
public final class ReadServer: Sendable {
  private static let rows = 512
  private let thread: BackgroundThread
  /// Where it listens, wildcards resolved.
  public let endpoint: String

  /// Starts to serve; `open` makes the reader on the thread that uses it.
  ///
  /// - Parameters:
  ///   - journalEpoch: the incarnation of the journal that serves.
  ///   - failed: told why the thread gave up, if it did.
  public init<Reader: EventReader & SendableMetatype>(
    at endpoint: String, in context: Context, key: KeyPair, logID: Identifier,
    journalEpoch: Int64, open: @escaping @Sendable () throws(Reader.Failure) -> Reader,
    failed: @escaping @Sendable (any Error) -> Void
  ) throws(BusError) {
    let start = Start()
    let box = Box()
    thread = try BackgroundThread { signal in
      do {
        let socket = try Socket(.router, in: context)
        try socket.configure(for: .server)
        try socket.secure(as: key)
        try socket.bind(endpoint)
        let resolved = try socket.lastEndpoint()
        box.value.withLock { $0 = resolved }
        var reader = try open()
        start.report(.success(true))
        let identity = Head(logID: logID, journalEpoch: journalEpoch, log: .empty, wall: 0)
        try ReadServer.serve(on: socket, from: &reader, as: identity, until: signal)
      } catch let error as BusError {
        start.report(.failure(error))
        failed(error)
      } catch {
        start.report(.failure(.system(operation: "opening the log to read it", code: 0)))
        failed(error)
      }
    }
    do throws(BusError) { try start.wait() } catch {
      thread.stop()
      throw error
    }
    self.endpoint = box.value.withLock { $0 }
  }

  public func stop() { thread.stop() }

  private final class Box: Sendable {
    let value = Mutex("")
  }

  private static func serve<Reader: EventReader & SendableMetatype>(
    on socket: borrowing Socket, from reader: inout Reader, as identity: Head,
    until signal: BackgroundThread.Signal
  ) throws {
    let message = Message()
    var poller = Poller()
    poller.add(socket)
    while !signal.isStopping {
      try poller.wait(milliseconds: 50)
      while !signal.isStopping, try socket.receive(into: message) {
        let route = message.array
        guard message.hasMore, try socket.receive(into: message) else { continue }
        let isKnown = message.sender != nil && !message.hasMore
        let request = isKnown ? try? ClientMessage(message.bytes) : nil
        try socket.skipRest(of: message)
        guard case .readRequest(let request)? = request else { continue }
        let chunk = try chunk(for: request, from: &reader, as: identity)
        if try socket.send(route, more: true) {
          try socket.send(ServerMessage.chunk(chunk).encoded)
        }
      }
    }
  }

  private static func chunk<Reader: EventReader & SendableMetatype>(
    for request: ReadRequest, from reader: inout Reader, as identity: Head
  ) throws(Reader.Failure) -> Chunk {
    var head = identity
    head.log = try reader.head()
    head.wall = wallNanoseconds()
    let credit = min(request.credit, BusLimits.chunkBytes)
    var events: [StoredEvent] = []
    var size = 0
    var next = max(request.first, 1)
    while size < credit, next <= head.log.seq {
      let rows = try reader.read(from: next, limit: min(rows, Int(head.log.seq - next + 1)))
      guard !rows.isEmpty else { break }
      for event in rows {
        size += event.proposal.payload.count + 160
        if size > credit, !events.isEmpty { break }
        events.append(event)
      }
      next = (events.last?.seq ?? next) + 1
    }
    return Chunk(id: request.id, head: head, events: events)
  }
}
