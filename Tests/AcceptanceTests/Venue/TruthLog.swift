import EventLog
import EventSourcing
import Events
import Foundation
import Quantities
import ServiceKit
import Testing
import VenueLink
import Venues

/// What really happened at the simulated venue, by its own file.
struct TruthLog {
  struct Line: Decodable {
    var kind: String
    var orderLinkId: String?
    var orderId: String?
    var execId: String?
    var type: String?
    var symbol: String?
    var side: String?
    var qty: String?
    var price: String?
    var fee: String?
  }

  let path: String

  var lines: [Line] {
    get throws {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      // The last one may be half written.
      return try text.split(separator: "\n").filter { $0.hasSuffix("}") }.map {
        try JSONDecoder().decode(Line.self, from: Data($0.utf8))
      }
    }
  }

  /// How often each client order id arrived, and was taken.
  func counts(_ kind: String) throws -> [String: Int] {
    try lines.filter { $0.kind == kind }.reduce(into: [:]) {
      $0[$1.orderLinkId ?? "", default: 0] += 1
    }
  }
}

extension VenueStage {
  /// Compares the log with the venue after everything ended: each order arrived once, each fill and
  /// each payment of funding is stated once, and both sides hold the same.
  ///
  /// - Parameters:
  ///   - foreign: orders of others that the venue took.
  ///   - isClean: whether nothing may have differed on the way.
  func expectAgreement(foreign: Int = 0, isClean: Bool = true) throws {
    let events = try events()
    let announced = events.compactMap {
      if case .orderSendStarted(let it) = $0 { it.clientOrderID.description } else { nil }
    }
    #expect(Set(announced).count == announced.count)
    let posts = try truth.counts("post")
    let ours = posts.filter { announced.contains($0.key) }
    for (link, count) in ours { #expect(count == 1, "\(link) arrived \(count) times") }
    #expect(posts.values.reduce(0, +) - ours.values.reduce(0, +) == foreign)
    for (link, count) in try truth.counts("accepted") where announced.contains(link) {
      #expect(count == 1, "\(link) was taken \(count) times")
    }
    let traded = try truth.lines.filter { $0.kind == "execution" && $0.type != "Funding" }
    let stated = events.compactMap {
      if case .orderFilled(let it) = $0 { it.venueTradeID.description } else { nil }
    }
    #expect(Set(stated).count == stated.count)
    #expect(
      Set(stated) == Set(traded.compactMap { $0.execId.map { Name(venueText: $0).description } }))
    try expectSameFunding()
    // A count may run ahead of the fill that explains it; nothing may be left at the end.
    var differences: Set<Identifier> = []
    for event in events {
      switch event {
      case .discrepancyFound(let it): differences.insert(it.discrepancy)
      case .discrepancyCleared(let it): differences.remove(it.discrepancy)
      default: continue
      }
    }
    #expect(differences.isEmpty == isClean)
    var held = Quantity.zero
    for case .orderFilled(let fill) in events {
      held += fill.side == .buy ? fill.quantity : -fill.quantity
    }
    var client = try client()
    var position = Quantity.zero
    for case .trading(.positions(let page)) in try client.answers(
      to: .trading(.positions(Self.instrument)))
    {
      for it in page { position += it.side == .buy ? it.quantity : -it.quantity }
    }
    #expect(held == position)
  }

  /// The payments of the log are the venue's, by their names and amounts.
  private func expectSameFunding() throws {
    let paid = try truth.lines.filter { $0.kind == "execution" && $0.type == "Funding" }.map {
      let name = Name(venueText: $0.execId ?? "").description
      let id = Identifier(of: "funding", "stage", "\(Self.instrument)", name)
      return "\(id) \($0.fee ?? "")"
    }
    var reader = try LogFileReader(directory: data)
    let stored = try reader.read(from: 1, limit: .max - 1)
    let stated: [String] = try stored.compactMap { stored in
      guard case .fundingCharged(let it) = try Event(reading: stored) else { return nil }
      return "\(stored.proposal.id) \(it.amount)"
    }
    #expect(Set(stated).count == stated.count)
    #expect(stated.sorted() == paid.sorted())
  }

  /// Waits until the ledger owns exactly what the venue's own wallet holds.
  func expectSameWallet(of asset: Name = "USDT") throws {
    var client = try client()
    var wallet: Money?
    for case .trading(.balances(let page)) in try client.answers(to: .trading(.balances)) {
      wallet = page.first { $0.asset == asset }?.total ?? wallet
    }
    let owned = try #require(wallet)
    try wait(seconds: 30, for: "\(owned) \(asset) in the books\n\(tail)") {
      usleep(100_000)
      let last = try events().last {
        if case .equityMarked(let it) = $0 { it.asset == asset } else { false }
      }
      guard case .equityMarked(let mark) = last else { return false }
      return mark.balance == owned
    }
  }
}
