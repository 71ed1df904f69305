import Events
import Quantities

// Orders that depend on each other.
extension PaperVenue.Session {
  /// Of orders that cancel each other, what was filled of one is taken off the others.
  mutating func settleGroup(
    of order: PaperVenue.RestingOrder, _ quantity: Quantity, in book: Int
  ) {
    guard order.grouping == .oneCancelsOther else { return }
    for other in venue.books[book].members(ofGroupOf: order) {
      let left = other.quantity - quantity
      if left > other.filled {
        say(
          .orderAmended(
            OrderAmended(
              order: other.id, trade: other.trade, setup: other.setup,
              instrument: venue.books[book].listing.instrument, quantity: left,
              limitPrice: other.limitPrice, stopPrice: other.stopPrice, at: venue.clock)))
      } else {
        say(.orderCancelled(venue.cancelled(other, in: book)))
      }
    }
  }

  /// What waits for an entry that never was filled goes with it.
  mutating func releaseBracket(of order: PaperVenue.RestingOrder, in book: Int) {
    guard order.grouping == .bracket, !order.reduceOnly,
      venue.books[book].position(of: order.trade).isZero
    else { return }
    for other in venue.books[book].members(ofGroupOf: order) where other.reduceOnly {
      say(.orderCancelled(venue.cancelled(other, in: book)))
    }
  }

  /// Says what became of the orders whose answer was lost, when the venue can.
  mutating func resolveDoubts() {
    for doubt in venue.doubts where doubt.until <= venue.clock {
      guard let book = venue.index(of: doubt.instrument) else { continue }
      let order = doubt.order
      guard order.isHere, venue.refusal(of: order, in: book) == nil else {
        say(.orderConfirmedAbsent(venue.absent(order, of: doubt.instrument)))
        continue
      }
      say(
        .orderFound(
          OrderFound(
            order: order.id, trade: order.trade, setup: order.setup,
            instrument: doubt.instrument,
            venueOrderID: Name("paper-\(venue.accepted + 1)") ?? Name(), filled: .zero,
            at: venue.clock)))
    }
  }
}

extension PaperVenue.Book {
  /// The other orders of its group.
  func members(
    ofGroupOf order: PaperVenue.RestingOrder
  ) -> [PaperVenue.RestingOrder] {
    guard let group = order.group else { return [] }
    return orders.filter { $0.group == group && $0.id != order.id }
  }

  /// Whether it waits for an entry of its group that may still be filled.
  func waitsForEntry(_ order: PaperVenue.RestingOrder) -> Bool {
    order.grouping == .bracket && members(ofGroupOf: order).contains { !$0.reduceOnly }
  }
}

// What chance does to an order follows from its name, so it is the same in every run.
extension PaperVenue.RestingOrder {
  /// Whether an order is among this part of all orders.
  private func isDrawn(_ part: Ratio, for purpose: String) -> Bool {
    guard part.isPositive else { return false }
    let lot = Identifier(of: purpose, id.description).high >> 44
    return Ratio(Int(lot)) < part * Ratio(1 << 20)
  }

  func isRefusedByChance(_ paper: PaperConfiguration) -> Bool {
    isDrawn(paper.rejections, for: "rejection")
  }

  func isInDoubt(_ paper: PaperConfiguration) -> Bool { isDrawn(paper.doubts, for: "doubt") }

  /// Of an order whose answer was lost: whether it arrived.
  var isHere: Bool { isDrawn("0.5", for: "arrival") }
}
