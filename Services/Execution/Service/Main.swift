import Events
import ExecutionCore
import OrderDesk
import PaperVenue
import ServiceKit

@main
struct ExecutionService {
  private static let summary =
    "Turns approved trades into orders, and leads trades to their end; holds the paper venue."

  static func main() { trade(on: .paper) }

  /// Where orders go.
  enum Venue {
    case paper
    /// A real one, over a line that is made when the service starts; no command leads here yet.
    case live(
      account: Name, policy: OrderDesk.Policy, connect: () throws -> any VenueConnection)
  }

  /// Runs until it is told to stop.
  static func trade(on venue: Venue) -> Never {
    switch venue {
    case .paper: DeciderProgram.main(summary, Execution.self, PaperVenue.self)
    case .live(let account, let policy, let connect):
      DeciderProgram.main(
        summary,
        beside: { options in
          desk(over: try connect(), account: account, policy: policy, log: options.log)
        }, Execution.self)
    }
  }

  private static func desk(
    over connection: some VenueConnection, account: Name, policy: OrderDesk.Policy, log: Log
  ) -> any Companion {
    let clock = SteadyClock()
    return VenueDesk(
      account: account, policy: policy, connection: connection, clock: { clock.now },
      page: { doubt in
        log.error(
          "order_in_doubt", "An order has been of unknown outcome for a minute: look at the venue.",
          [
            "order": .text(doubt.order.description),
            "client_order_id": .text(doubt.clientOrderID.description),
            "instrument": .text(doubt.instrument.description),
          ])
      })
  }
}
