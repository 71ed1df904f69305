import Events
import Quantities
import ServiceKit
import VenueLink
import Venues

/// `martlet venue instruments`: what can be traded, and by which rules.
enum VenueInstrumentsAction {
  static func run(_ invocation: Invocation) throws -> ExitCode {
    var client = try VenueAccess.client(invocation)
    var found: [VenueInstrument] = []
    do throws(VenueError) {
      for kind in [InstrumentKind.spot, .linear] { found += try client.loadInstruments(kind) }
    } catch {
      throw VenueAccess.failure(error, "The instruments could not be read")
    }
    let rows = found.filter(\.isTrading).sorted { $0.symbol < $1.symbol }.map { it in
      [
        it.symbol.description, it.kind.rawValue, it.tick.description, it.lot.description,
        it.minimumQuantity.description, it.minimumNotional.description,
        it.maximumLeverage.description,
      ]
    }
    let head = ["symbol", "kind", "tick", "lot", "minimum", "minimum notional", "leverage"]
    Program.print(Table([head] + rows).text)
    return .ok
  }
}
