import Events
import Quantities
import Testing

extension Audit {
  /// Expects every fill to be booked once, and every entry to add up to nothing in each asset.
  func expectBalancedBooks() {
    var fills = 0
    var booked: Set<Identifier> = []
    var occasions = 0
    for (stored, event) in events {
      switch event {
      case .orderFilled: fills += 1
      case .entryPosted(let entry):
        #expect(booked.insert(entry.entry).inserted, "entry \(entry.entry) twice, \(stored.seq)")
        if entry.occasion == .fill { occasions += 1 }
        var sums: [Name: Money] = [:]
        for posting in entry.postings { sums[posting.asset, default: .zero] += posting.amount }
        #expect(sums.values.allSatisfy { $0 == .zero }, "entry \(stored.seq) does not add up")
      default: continue
      }
    }
    #expect(occasions == fills, "\(fills) fills, \(occasions) entries for them")
    #expect(count(.discrepancyFound) == 0)
  }
}
