import EventLog
import EventSourcing
import Events
import ExecutionCore
import IndicatorCore
import LedgerCore
import MarketDataCore
import MarketDataFiles
import PaperVenue
import RiskCore
import SignalCore

/// A backtest whose events go into a real log.
struct LogRecorder: ~Copyable {
  private var log: SegmentedLog
  private var queue: [(seq: SequenceNumber, id: Identifier, event: Event)] = []
  private var pending: [ProposalBatch] = []
  private var waiting = 0
  private var next: SequenceNumber = 1
  private var indicator = Replica<Indicator>()
  private var signal = Replica<Signal>()
  private var risk = Replica<Risk>()
  private var execution = Replica<Execution>()
  private var venue = Replica<PaperVenue>()
  private var ledger = Replica<Ledger>()
  private(set) var candles = 0

  init(directory: String) throws {
    var options = LogOptions()
    options.durable = false
    var log = try SegmentedLog(directory: directory, options: options)
    for producer in Producer.allCases { try log.raiseEpoch(of: producer, to: 1) }
    self.log = log
  }

  mutating func run(events: Int) throws {
    let configuration = Configuration.standard
    var market = try market(from: configuration)
    let applied = Event.configurationApplied(ConfigurationApplied(configuration: configuration))
    try append(Proposal(fact: applied, id: Identifier(of: "configuration")), .operator, applied)
    try settle()
    var facts: [Event] = []
    while next <= SequenceNumber(events), market.nextStep(into: &facts) {
      for fact in facts {
        try append(Proposal(fact: fact, id: factID(of: fact)), .marketData, fact)
      }
      try settle()
    }
    candles = market.candles
    try flush()
  }

  private mutating func append(_ proposal: Proposal, _ producer: Producer, _ event: Event) throws {
    queue.append((next, proposal.id, event))
    next += 1
    if pending.last?.producer == producer {
      pending[pending.count - 1].proposals.append(proposal)
    } else {
      pending.append(ProposalBatch(producer: producer, epoch: 1, proposals: [proposal]))
    }
    waiting += 1
  }

  private mutating func flush() throws {
    _ = try log.append(pending)
    pending.removeAll(keepingCapacity: true)
    waiting = 0
  }

  private mutating func settle() throws {
    var index = 0
    while index < queue.count {
      let (seq, id, event) = queue[index]
      index += 1
      try append(indicator.answer(event), to: seq, id, .indicator)
      try append(signal.answer(event), to: seq, id, .signal)
      try append(risk.answer(event), to: seq, id, .risk)
      try append(execution.answer(event), to: seq, id, .execution)
      try append(venue.answer(event), to: seq, id, .paperVenue)
      try append(ledger.answer(event), to: seq, id, .ledger)
    }
    queue.removeAll(keepingCapacity: true)
    if waiting > 4096 { try flush() }
  }

  private mutating func append(
    _ answers: [some DeciderConclusion]?, to cause: SequenceNumber, _ id: Identifier,
    _ producer: Producer
  ) throws {
    for (ordinal, answer) in (answers ?? []).enumerated() {
      let event = answer.event
      try append(
        Proposal(answer: ordinal, of: producer, to: cause, id: id, event), producer, event)
    }
  }
}
