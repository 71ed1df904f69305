import Events
import ExecutionCore
import OrderDesk
import PaperVenue
import ServiceKit

@main
struct ExecutionService {
  private static let summary =
    "Turns approved trades into orders, and leads trades to their end; holds the paper venue, or "
    + "the line to a real one."

  static func main() {
    DeciderProgram.main(.execution, summary, options: VenueOptions.options) { options in
      guard let venue = try VenueOptions(options) else {
        return Cast(Execution.self, PaperVenue.self)
      }
      // The key is in memory from here on.
      try Program.keepMemoryPrivate()
      let clock = SteadyClock()
      let line = try VenueLine(venue, options.log) { clock.now }
      return Cast(Execution.self, beside: desk(over: line, clock, options.log))
    }
  }

  private static func desk(
    over line: VenueLine, _ clock: SteadyClock, _ log: Log
  ) -> VenueDesk<VenueLine> {
    VenueDesk(
      connection: line, clock: { clock.now },
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
