import Assembly
import Digest
import EventLog
import EventSourcing
import Events
import MarketDataCore
import MarketDataFiles
import Quantities
import ServiceKit
import Testing

/// A log read from its files and checked in every way: the chain, the derivation of all
/// conclusions, every hash of a state that a service ever stated, orders and fills.
struct Audit {
  let events: [(stored: StoredEvent, event: Event)]
  /// The digest over the conclusions.
  let digest: Digest256
  /// The state that each decider stated when it left for the last time.
  private(set) var finalStates: [Producer: Digest256] = [:]
  /// How many statements of states were compared.
  private(set) var statements = 0

  init(_ data: String) throws {
    let report = try LogVerification.verifyChain(directory: data)
    #expect(report.holds, "\(report.problem?.description ?? "")")
    var reader = try LogFileReader(directory: data)
    let stored = try reader.read(from: 1, limit: .max - 1)
    #expect(Int64(stored.count) == report.head.seq)
    var digest = ConclusionDigest()
    events = try stored.map { stored in
      let event = try Event(reading: stored)
      let proposal = stored.proposal
      if proposal.type.isConclusion {
        digest.add(proposal.type, subject: proposal.subject, payload: proposal.payload)
      }
      return (stored, event)
    }
    self.digest = digest.value()
    try deriveAgain()
    checkIdentifiers()
    checkOrders()
  }

  /// The configuration of the session; a service that was early may have said hello before it.
  var configuration: Configuration {
    get throws {
      for case .configurationApplied(let applied) in events.lazy.map(\.event) {
        return applied.configuration
      }
      throw TookTooLong(description: "the configuration")
    }
  }

  func count(_ type: EventType) -> Int { events.count { $0.stored.proposal.type == type } }
}

// MARK: - derivation

extension Audit {
  /// Decides everything again, and compares the state after an event with what a service said its
  /// state was there, before or after a kill.
  private mutating func deriveAgain() throws {
    var stated: [SequenceNumber: [(producer: Producer, hash: Digest256)]] = [:]
    for (stored, event) in events {
      switch event {
      case .serviceStarted(let started):
        guard let hash = started.stateHash else { continue }
        stated[started.appliedThrough, default: []].append((stored.producer, hash))
      case .progressMarked(let marked):
        stated[stored.proposal.cause, default: []].append((stored.producer, marked.stateHash))
        finalStates[stored.producer] = marked.stateHash
      default: continue
      }
    }
    var derivations = Derivations()
    try compare(stated[0] ?? [], derivations)
    for (stored, event) in events {
      try derivations.read(stored, event)
      try compare(stated[stored.seq] ?? [], derivations)
    }
    try derivations.finish()
  }

  private mutating func compare(
    _ stated: [(producer: Producer, hash: Digest256)], _ derivations: Derivations
  ) throws {
    guard !stated.isEmpty else { return }
    let states = derivations.states
    for (producer, hash) in stated {
      let state = try #require(states.first { $0.producer == producer }?.state)
      #expect(try hash == CodedState.hash(state), "\(producer) stated another state")
      statements += 1
    }
  }
}

// MARK: - nothing twice

extension Audit {
  private func checkIdentifiers() {
    #expect(Set(events.map(\.stored.proposal.id)).count == events.count)
  }

  private func checkOrders() {
    var orders: [Identifier: Quantity] = [:]
    var filled: [Identifier: Quantity] = [:]
    var sent: Set<Identifier> = []
    var fills: Set<Identifier> = []
    var trades: Set<Identifier> = []
    for (stored, event) in events {
      switch event {
      case .orderRequested(let request):
        #expect(orders[request.order] == nil, "order \(request.order) twice, \(stored.seq)")
        orders[request.order] = request.quantity
      case .orderAmendRequested(let amendment):
        let before = orders[amendment.order] ?? 0
        orders[amendment.order] = max(before, amendment.quantity)
      case .orderSendStarted(let start):
        #expect(sent.insert(start.order).inserted, "\(start.order) sent twice, \(stored.seq)")
      case .orderFilled(let fill):
        #expect(fills.insert(fill.fill).inserted, "fill \(fill.fill) twice, \(stored.seq)")
        filled[fill.order, default: 0] += fill.quantity
      case .tradeOpened(let opened):
        #expect(trades.insert(opened.trade).inserted, "\(opened.trade) twice, \(stored.seq)")
      default: continue
      }
    }
    for (order, quantity) in filled {
      #expect(quantity <= orders[order] ?? 0, "order \(order) was filled beyond its quantity")
    }
  }

  /// Expects exactly the facts of the market, in its order: none lost, none twice.
  func expectWholeMarket() throws { try expectMarket(toTheEnd: true) }

  /// The same for a session that was stopped before the market's end.
  func expectBeginningOfMarket() throws { try expectMarket(toTheEnd: false) }

  private func expectMarket(toTheEnd isWhole: Bool) throws {
    let told = events.filter { $0.stored.producer == .marketData }.map(\.event).filter {
      switch $0 {
      case .serviceStarted, .serviceStopped: false
      default: true
      }
    }
    var market = try market(from: configuration)
    var expected: [Event] = []
    var step: [Event] = []
    while isWhole || expected.count < told.count, market.nextStep(into: &step) { expected += step }
    #expect(told.count == expected.count)
    let place = zip(told, expected).enumerated().first { $1.0.json != $1.1.json }?.offset
    #expect(place == nil, "fact \(place ?? 0) is not the market's")
  }
}
