import LedgerCore
import ServiceKit

@main
struct LedgerService {
  static func main() {
    DeciderProgram.main("Books fills and fees, marks equity, closes days.", Ledger.self)
  }
}
