import RiskCore
import ServiceKit

@main
struct RiskService {
  static func main() {
    DeciderProgram.main(
      "Decides which triggered setups may become trades, and how large.", Risk.self)
  }
}
