import EventSourcing
import Events
import ExecutionCore
import OrderDesk
import Quantities
import TestSupport
import Venues

/// A desk, a log, a network and a venue in one thread; a seed decides all of it.
struct DeskWorld {
  struct Flight {
    var call: DeskCall
    var arrivesAt: Instant
    var answersAt: Instant?
    var result: Result<TradingAnswer, VenueError>?
    var incarnation: Int
    var isLost: Bool
  }

  var venue: FaultyVenue
  var desk: OrderDesk
  var policy: OrderDesk.Policy
  var faults: Faults
  var seed: Seeded
  /// The steady clock of the machine.
  var now = Instant(seconds: 1_700_000_000)
  var log: [(place: EventPlace, event: Event)] = []
  var ids: [Identifier: Event] = [:]
  /// Proposed, and durable soon.
  var underway: [(at: Instant, fact: DeskFact)] = []
  var flights: [Flight] = []
  var incarnation = 0
  var isStreamUp = false
  var isStreamSilent = false
  var complaints: [String] = []
  var crashes = 0
  /// Moments at which it could have crashed, and the one at which it does.
  var moments = 0
  var crashMoment: Int?
  var sends = 0
  /// The decider of the same service, where a run has one.
  var execution: Replica<Execution>?
  /// Calls that were handed out, latest last.
  var handedOut: [DeskCall] = []
  let logID = Identifier(of: "log")

  init(
    seed: Int, faults: Faults = .none, policy: OrderDesk.Policy = OrderDesk.Policy(),
    configuration: Configuration = .testing, isTrading: Bool = false
  ) {
    self.seed = Seeded(seed)
    self.faults = faults
    self.policy = policy
    venue = FaultyVenue(faults, seed: seed)
    venue.now = now + faults.clockOffset
    desk = OrderDesk(account: "main", logID: logID, policy: policy)
    if isTrading { execution = Replica() }
    var configuration = configuration
    configuration.desk.deadManSwitch = policy.deadManSwitch ?? .zero
    append(.configurationApplied(ConfigurationApplied(configuration: configuration)))
    append(.instrumentListed(.testing))
    begin()
  }

  // MARK: - the log

  /// Appends an event of somebody else.
  mutating func append(_ event: Event, by producer: Producer = .execution) {
    let id = Identifier(of: "event", String(log.count))
    write(event, id, producer, cause: 0)
  }

  private mutating func write(
    _ event: Event, _ id: Identifier, _ producer: Producer, cause: SequenceNumber
  ) {
    if let known = ids[id] {
      if known != event { complain("one name for two facts: \(known) and \(event)") }
      return
    }
    ids[id] = event
    let place = EventPlace(
      seq: SequenceNumber(log.count + 1), id: id, producer: producer, cause: cause)
    log.append((place, event))
    desk.hear(event, at: place)
    let answers = execution?.answer(event) ?? []
    for (ordinal, answer) in answers.enumerated() {
      let answerID = Identifier(answerOf: .execution, to: id, ordinal: ordinal)
      write(answer.event, answerID, .execution, cause: place.seq)
    }
  }

  mutating func complain(_ what: String) { complaints.append("\(now.milliseconds): \(what)") }

  var events: [Event] { log.map(\.event) }

  /// An order is requested; its number names it.
  mutating func request(
    _ number: Int, _ purpose: OrderPurpose = .entry, expiresAfter: Interval? = nil
  ) -> OrderRequested {
    let isEntry = purpose == .entry
    let request = OrderRequested.testing(
      number, purpose, kind: isEntry ? .limit : .stop, side: isEntry ? .buy : .sell, at: now,
      expiresAt: expiresAfter.map { now + $0 })
    append(.orderRequested(request))
    return request
  }

  // MARK: - the process

  mutating func begin() {
    desk = OrderDesk(account: "main", logID: logID, policy: policy)
    for entry in log { desk.hear(entry.event, at: entry.place) }
    desk.advance(to: now, offset: faults.clockOffset)
    desk.begin(at: now)
    pump()
  }

  /// The process dies: some of what it proposed last is lost, and no answer reaches it.
  mutating func crash() {
    crashes += 1
    incarnation += 1
    isStreamUp = false
    let kept = Int.random(in: 0...underway.count, using: &seed)
    let facts = underway.prefix(kept).map(\.fact)
    underway = []
    desk = OrderDesk(account: "main", logID: logID, policy: policy)
    for fact in facts { write(fact.event, fact.id, .desk, cause: fact.cause) }
    now += .milliseconds(Int64.random(in: 0...20_000, using: &seed))
    venue.now = now + faults.clockOffset
    begin()
  }

  /// Carries on what the desk wants.
  mutating func pump() {
    for fact in desk.takeProposals() {
      let slow = seed.chance(faults.slowLogs)
      let delay = slow ? 3_000 : Int64.random(in: 1...40, using: &seed)
      let at = max(now + .milliseconds(delay), underway.last?.at ?? now)
      underway.append((at, fact))
    }
    for call in desk.takeCalls() { send(call) }
    if desk.takeReconnection() {
      isStreamUp = false
      isStreamSilent = false
    }
  }

  private mutating func send(_ call: DeskCall) {
    handedOut.append(call)
    if handedOut.count > 500 { handedOut.removeFirst(250) }
    if case .place(let ticket) = call.call { checkSend(ticket) }
    if seed.chance(faults.notSent) {
      flights.append(
        Flight(
          call: call, arrivesAt: now, answersAt: now,
          result: .failure(VenueError(.notSent, text: "no connection")),
          incarnation: incarnation, isLost: true))
      return
    }
    let way = Interval.milliseconds(Int64.random(in: 5...200, using: &seed))
    flights.append(
      Flight(
        call: call, arrivesAt: now + way, answersAt: nil, result: nil, incarnation: incarnation,
        isLost: seed.chance(faults.lostRequests)))
  }

  private mutating func checkSend(_ ticket: OrderTicket) {
    sends += 1
    let isDurable = log.contains { entry in
      if case .orderSendStarted(let it) = entry.event {
        it.clientOrderID == ticket.clientOrderID
      } else {
        false
      }
    }
    if !isDurable { complain("sent before it was durable: \(ticket.clientOrderID)") }
  }

  // MARK: - time

  /// Lets so much time pass, in small steps.
  mutating func run(_ interval: Interval, step: Interval = .milliseconds(250)) {
    let end = now + interval
    while now < end, complaints.isEmpty {
      now += step
      tick()
    }
  }

  mutating func tick() {
    venue.now = now + faults.clockOffset
    desk.advance(to: now, offset: faults.clockOffset)
    pump()
    mayCrash()
    makeDurable()
    deliver()
    tendStream()
  }

  mutating func mayCrash() {
    moments += 1
    if moments == crashMoment || (seed.chance(faults.crashes) && seed.chance(30)) { crash() }
  }

  private mutating func makeDurable() {
    while let first = underway.first, first.at <= now {
      underway.removeFirst()
      write(first.fact.event, first.fact.id, .desk, cause: first.fact.cause)
      pump()
      mayCrash()
    }
  }

  private mutating func deliver() {
    for index in flights.indices where flights[index].arrivesAt <= now {
      guard flights[index].result == nil else { continue }
      arrive(index)
    }
    let due = flights.filter { $0.answersAt.map { $0 <= now } ?? false }
    flights.removeAll { $0.answersAt.map { $0 <= now } ?? false }
    for flight in due where flight.incarnation == incarnation {
      guard let result = flight.result else { continue }
      desk.receive(result, to: flight.call.id)
      pump()
      mayCrash()
    }
  }

  private mutating func arrive(_ index: Int) {
    let call = flights[index].call
    let lost = Result<TradingAnswer, VenueError>.failure(
      VenueError(.unknownOutcome, text: "no answer"))
    if flights[index].isLost {
      flights[index].result = lost
      flights[index].answersAt = now + .seconds(5)
      return
    }
    var result = venue.receive(call)
    var delay = Interval.milliseconds(Int64.random(in: 5...400, using: &seed))
    if seed.chance(faults.lostAnswers) {
      result = lost
      delay = .seconds(5)
    } else if seed.chance(faults.serverErrors) {
      result = .failure(VenueError(.unknownOutcome, code: "502"))
    } else if seed.chance(faults.malformed) {
      result = .failure(VenueError(.malformed, text: "not JSON"))
    }
    flights[index].result = result
    flights[index].answersAt = now + delay
  }

  private mutating func tendStream() {
    if isStreamUp, seed.chance(faults.cutStreams) {
      isStreamUp = false
      isStreamSilent = false
      desk.streamLost()
      pump()
    } else if isStreamUp, seed.chance(faults.silentStreams) {
      isStreamSilent = true
    } else if !isStreamUp, seed.chance(20) {
      isStreamUp = true
      desk.streamConnected()
      pump()
    }
    let due = venue.news.filter { $0.at <= venue.now }
    venue.news.removeAll { $0.at <= venue.now }
    guard isStreamUp, !isStreamSilent else { return }
    desk.streamAlive()
    for message in due {
      desk.receive(message.news)
      pump()
      mayCrash()
      guard isStreamUp else { return }
    }
  }
}
