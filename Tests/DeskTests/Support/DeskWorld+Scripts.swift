import Events
import OrderDesk
import Quantities
import Venues

extension DeskWorld {
  /// A world whose venue is connected and whose contract is set up.
  static func connected(_ policy: OrderDesk.Policy = OrderDesk.Policy()) -> DeskWorld {
    var world = DeskWorld(seed: 1, policy: policy)
    world.run(.seconds(15))
    let first = world.request(0)
    world.run(.seconds(6))
    world.append(.orderCancelRequested(first.cancelled(at: world.now)))
    world.run(.seconds(3))
    world.venue.arrivals = [:]
    return world
  }

  /// An order that rests, with its place at the venue.
  mutating func resting(_ number: Int, _ purpose: OrderPurpose = .entry) -> (OrderRequested, Int) {
    let request = request(number, purpose)
    run(.seconds(3))
    return (request, venue.orders.count - 1)
  }

  /// Nothing that the stream says arrives, though it is up.
  mutating func muteStream() {
    venue.faults.lostNews = 100
    venue.news = []
  }

  mutating func hearStream() { venue.faults.lostNews = 0 }

  /// Runs until something was said of an order, for a minute at most.
  mutating func run(until word: String, of request: OrderRequested) {
    for _ in 0..<1200 where !story(of: request).contains(where: { $0.hasPrefix(word) }) {
      run(.milliseconds(50), step: .milliseconds(50))
    }
  }

  func arrivals(of request: OrderRequested) -> Int { venue.arrivals[request.name, default: 0] }
}
