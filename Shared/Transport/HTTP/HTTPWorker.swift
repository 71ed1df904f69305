public import Quantities
public import Requests

/// Performs requests on threads of its own, the important ones first, and wakes its owner through a
/// descriptor when there are answers.
///
/// The first thread takes only cancels and stops, the second only what concerns orders: so data that
/// comes slowly never keeps them waiting. Each class of requests has a bound of its own, which
/// counts what waits, what is under way, and answers not yet taken.
public final class HTTPWorker: Sendable {
  /// Names a request until its answer is taken.
  public struct Ticket: Sendable, Hashable {
    public let rawValue: UInt64
  }

  /// What became of a request.
  public struct Completion: Sendable {
    public let ticket: Ticket
    public let result: Result<HTTPResponse, TransportError>
    /// From when it was handed over, and, of that, until it left the queue.
    public let took: Interval
    public let waited: Interval
  }

  struct Work {
    let ticket: Ticket
    let request: HTTPRequest
    let priority: RequestPriority
    let submitted: Int64
    let deadline: Int64
    let leaveBy: Int64?
  }

  struct State {
    var queues: [[Work]] = RequestPriority.allCases.map { _ in [] }
    var open = RequestPriority.allCases.map { _ in 0 }
    var done: [(Completion, RequestPriority)] = []
    var tickets: UInt64 = 0
    var isStopping = false

    /// The first of the most important that a thread may take.
    mutating func take(from lowest: RequestPriority) -> Work? {
      for priority in RequestPriority.allCases.reversed() where priority >= lowest {
        if !queues[priority.rawValue].isEmpty { return queues[priority.rawValue].removeFirst() }
      }
      return nil
    }
  }

  private let gate = Gate(State())
  private let wakeUp: WakeUp
  private let capacity: Int
  private let abandon = StopFlag()
  private let threads: Gate<[WorkerThread]>

  /// Starts so many threads; of each class so many requests may be open.
  public init(
    _ options: TransportOptions = TransportOptions(), threads count: Int = 4, capacity: Int = 256
  ) throws(TransportError) {
    precondition(count > 0 && capacity > 0)
    wakeUp = try WakeUp()
    self.capacity = capacity
    threads = Gate([])
    for index in 0..<count {
      let reserved: [RequestPriority] = [.stop, .entry]
      let lowest = index < min(reserved.count, count - 1) ? reserved[index] : .data
      do {
        let thread = try WorkerThread { [gate, wakeUp, abandon] in
          HTTPWorker.work(gate, wakeUp, abandon, from: lowest, options)
        }
        threads.enter { $0.append(thread) }
      } catch {
        stop()
        throw error
      }
    }
  }

  deinit { stop() }

  /// Readable while there are answers to take.
  public var descriptor: Int32 { wakeUp.descriptor }

  /// Hands a request over; its time begins now. Refused when too many of its class are open, or
  /// after `stop`: then nothing was sent.
  ///
  /// - Parameter patience: when the connection stands later than that, nothing is sent, and the
  ///   request is answered as timed out.
  public func submit(
    _ request: HTTPRequest, _ priority: RequestPriority, within limit: Interval,
    leaving patience: Interval? = nil
  ) throws(TransportError) -> Ticket {
    let now = monotonicNanoseconds()
    let (deadline, isFar) = now.addingReportingOverflow(limit.nanoseconds)
    let leaveBy = patience.map { now.addingReportingOverflow($0.nanoseconds) }
    return try gate.enter { state throws(TransportError) in
      guard !state.isStopping else { throw TransportError(.nothingSent, .stopped) }
      guard state.open[priority.rawValue] < capacity else {
        throw TransportError(.nothingSent, .queueFull(limit: capacity))
      }
      state.open[priority.rawValue] += 1
      state.tickets += 1
      let ticket = Ticket(rawValue: state.tickets)
      state.queues[priority.rawValue].append(
        Work(
          ticket: ticket, request: request, priority: priority, submitted: now,
          deadline: isFar ? .max : deadline,
          leaveBy: leaveBy.map { $0.overflow ? .max : $0.partialValue }))
      return ticket
    }
  }

  /// Takes a request back that no thread has begun: it has no answer then. False when it is too late.
  public func withdraw(_ ticket: Ticket) -> Bool {
    gate.enter { state in
      for (index, queue) in state.queues.enumerated() {
        guard let place = queue.firstIndex(where: { $0.ticket == ticket }) else { continue }
        state.queues[index].remove(at: place)
        state.open[index] -= 1
        return true
      }
      return false
    }
  }

  /// Takes all answers there are, in the order they came.
  public func completions() -> [Completion] {
    wakeUp.clear()
    return gate.enter { state in
      let done = state.done
      state.done = []
      for (_, priority) in done { state.open[priority.rawValue] -= 1 }
      return done.map(\.0)
    }
  }

  /// Ends the threads: what waits is answered with `.stopped`, reads under way are abandoned, and
  /// what is sent once is waited for, as long as its time lasts. The answers can still be taken.
  public func stop() {
    abandon.raise()
    gate.enter { state in
      state.isStopping = true
      for work in state.queues.flatMap({ $0 }) {
        state.finish(work, .failure(TransportError(.nothingSent, .stopped)), begun: nil)
      }
      for index in state.queues.indices { state.queues[index] = [] }
    }
    wakeUp.ring()
    let running = threads.enter { threads in
      let running = threads
      threads = []
      return running
    }
    for thread in running { thread.join() }
  }
}

extension HTTPWorker {
  /// What each thread does until the worker is stopped.
  private static func work(
    _ gate: Gate<State>, _ wakeUp: WakeUp, _ abandon: StopFlag, from lowest: RequestPriority,
    _ options: TransportOptions
  ) {
    var client = HTTPClient(options)
    while true {
      let next: Work?? = gate.wait { state in
        if let work = state.take(from: lowest) { return .some(.some(work)) }
        return state.isStopping ? .some(nil) : nil
      }
      guard case .some(.some(let work)) = next else { return }
      let begun = monotonicNanoseconds()
      let result: Result<HTTPResponse, TransportError>
      do throws(TransportError) {
        let left = Interval.nanoseconds(work.deadline - begun)
        result = .success(
          try client.answer(
            to: work.request, within: left, leaveBy: work.leaveBy, stop: abandon))
      } catch {
        result = .failure(error)
      }
      gate.enter { $0.finish(work, result, begun: begun) }
      wakeUp.ring()
    }
  }
}

extension HTTPWorker.State {
  mutating func finish(
    _ work: HTTPWorker.Work, _ result: Result<HTTPResponse, TransportError>, begun: Int64?
  ) {
    let now = monotonicNanoseconds()
    let completion = HTTPWorker.Completion(
      ticket: work.ticket, result: result, took: .nanoseconds(now - work.submitted),
      waited: .nanoseconds((begun ?? now) - work.submitted))
    done.append((completion, work.priority))
  }
}
