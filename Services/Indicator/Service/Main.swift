import IndicatorCore
import ServiceKit

@main
struct IndicatorService {
  static func main() {
    DeciderProgram.main(
      "Computes indicators, price levels and regimes from closed candles.", Indicator.self)
  }
}
