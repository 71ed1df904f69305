import ExecutionCore
import PaperVenue
import ServiceKit

@main
struct ExecutionService {
  static func main() {
    DeciderProgram.main(
      "Turns approved trades into orders, and leads trades to their end; holds the paper venue.",
      Execution.self, PaperVenue.self)
  }
}
