import ServiceKit
import SignalCore

@main
struct SignalService {
  static func main() {
    DeciderProgram.main(
      "Fires signals and leads setups through their lives.", SignalCore.Signal.self)
  }
}
