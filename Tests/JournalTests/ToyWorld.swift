import EventSourcing
import Events
import JournalCore
import TestSupport

/// A journal and its producers with messages between them that come late, twice or not at all,
/// and processes that die. One seed, one course of events.
struct ToyWorld {
  struct Client {
    let producer: Producer
    var epoch: Int64 = 0
    var nonce: UInt64 = 0
    /// The last event that it has answered with a message.
    var answered: SequenceNumber = 0
    var confirmed: SequenceNumber = 0
    var firstNumber: Int64 = 1
    var unanswered: [Sequencer.Submission] = []
    var isWelcome = false
  }

  var random: Seeded
  var log = ToyLog()
  var sequencer = Sequencer(mode: .lockstep)
  var clients: [Client]
  var market: [[Proposal]]
  var sentFacts = 0
  /// How rough it is, in percent.
  let trouble: Int
  let kills: Int
  var isWithoutSystemEvents = false
  private var lives = 0

  init(seed: Int, bars: Int, trouble: Int, kills: Int) {
    random = Seeded(seed)
    market = ToySuite.candles(bars)
    clients = (Producer.deciders + [.marketData]).map { Client(producer: $0) }
    self.trouble = trouble
    self.kills = kills
  }

  /// Runs until the market is at its end and everything is answered.
  mutating func run(steps: Int = 200_000) -> Bool {
    for _ in 0..<steps {
      step()
      if sentFacts == market.count, clients.allSatisfy({ $0.unanswered.isEmpty && $0.isWelcome }),
        sequencer.settled == sequencer.head, sequencer.waitingFacts == 0
      {
        return true
      }
    }
    return false
  }

  mutating func step() {
    if random.chance(kills) && random.chance(10) { killJournal() }
    let index = Int.random(in: 0..<clients.count, using: &random)
    if random.chance(kills) { clients[index] = Client(producer: clients[index].producer) }
    guard clients[index].isWelcome else { return hello(index) }
    if clients[index].unanswered.count < 32 {
      if clients[index].producer == .marketData { state(index) } else { answer(index) }
    }
    deliver(index)
    append()
  }

  private mutating func killJournal() {
    sequencer = log.sequencer()
    for index in clients.indices { clients[index].isWelcome = false }
  }

  private mutating func hello(_ index: Int) {
    if clients[index].nonce == 0 {
      lives += 1
      clients[index].nonce = UInt64(lives)
    }
    let client = clients[index]
    let hello = Sequencer.Hello(
      producer: client.producer, epoch: client.epoch, nonce: client.nonce,
      nextNumber: client.firstNumber, answeredThrough: client.confirmed,
      interests: ToySuite.interests(of: client.producer))
    let welcome: Sequencer.Welcome
    switch sequencer.hello(hello) {
    case .welcome(let back): welcome = back
    case .raise(let epoch):
      log.epochs[client.producer] = epoch
      welcome = sequencer.admit(hello, epoch: epoch)
    case .fenced: preconditionFailure("there is one of each")
    }
    if random.chance(trouble) { return }
    if client.epoch != welcome.epoch {
      clients[index].epoch = welcome.epoch
      clients[index].answered = welcome.answeredThrough
      clients[index].confirmed = welcome.answeredThrough
      if client.producer == .marketData {
        sentFacts = log.entries.filter { $0.producer == .marketData }.reduce(into: 0) { n, entry in
          if market.contains(where: { $0.last?.id == entry.proposal.id }) { n += 1 }
        }
      }
    }
    clients[index].isWelcome = true
  }

  private mutating func submit(
    _ index: Int, _ span: Sequencer.Submission.Span, _ proposals: [Proposal]
  ) {
    let client = clients[index]
    clients[index].unanswered.append(
      Sequencer.Submission(
        producer: client.producer, epoch: client.epoch,
        number: client.firstNumber + Int64(client.unanswered.count), span: span,
        proposals: proposals))
  }

  private mutating func state(_ index: Int) {
    guard sentFacts < market.count else { return }
    submit(index, .facts, market[sentFacts])
    sentFacts += 1
  }

  /// Answers the next events, some at a time; now and then speaks about itself.
  private mutating func answer(_ index: Int) {
    let client = clients[index]
    let ahead = Int64(log.entries.count) - client.answered
    guard ahead > 0 else { return }
    let through = client.answered + Int64.random(in: 1...min(ahead, 5), using: &random)
    let answers = log.entries[Int(client.answered)..<Int(through)].flatMap {
      ToySuite.answers(of: client.producer, to: $0)
    }
    submit(index, .answers(after: client.answered, through: through), answers)
    clients[index].answered = through
    if !isWithoutSystemEvents && random.chance(3) {
      lives += 1
      submit(
        index, .facts,
        [
          Proposal(
            id: Identifier(of: "mark", "\(lives)"), cause: through, type: .progressMarked,
            subject: "toy", payload: [])
        ])
    }
  }

  /// Sends some of what has no answer yet; some of it, and some answers, get lost.
  private mutating func deliver(_ index: Int) {
    for submission in clients[index].unanswered.prefix(Int.random(in: 1...4, using: &random)) {
      if random.chance(trouble) { continue }
      let log = log
      let replies = sequencer.receive(submission) { _, proposal in log.find(proposal) }
      for reply in replies { hear(reply) }
    }
  }

  private mutating func append() {
    if random.chance(trouble) { return }
    while true {
      let batches = sequencer.next()
      if batches.isEmpty { return }
      for reply in sequencer.appended(log.append(batches)) { hear(reply) }
      if random.chance(50) { return }
    }
  }

  private mutating func hear(_ reply: Sequencer.Reply) {
    if random.chance(trouble) { return }
    guard let index = clients.firstIndex(where: { $0.producer == reply.producer }) else { return }
    switch reply.content {
    case .accepted:
      guard clients[index].firstNumber == reply.number, !clients[index].unanswered.isEmpty else {
        return
      }
      let message = clients[index].unanswered.removeFirst()
      if case .answers(_, let through) = message.span { clients[index].confirmed = through }
      clients[index].firstNumber += 1
    case .greet: clients[index].isWelcome = false
    case .refused(let refusal): preconditionFailure("\(reply.producer) was refused: \(refusal)")
    case .busy, .resend, .fenced: break
    }
  }
}
