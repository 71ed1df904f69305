import Simulation

/// What the command line asks for.
struct Order {
  var seeds = 0..<0
  var processes = 1
  var modes = Options.Mode.allCases
  var bars: Int?
  var twice = 0
  var about: String?
  var revision = "unknown"
  var printsDigests = false
  /// Prints figures as numbers, for the process that adds them up.
  var isPart = false

  init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      switch option {
      case "--digests": printsDigests = true
      case "--part": isPart = true
      default:
        guard let value = rest.popFirst(), take(option, value) else { return nil }
      }
    }
    guard !seeds.isEmpty else { return nil }
  }

  private mutating func take(_ option: String, _ value: String) -> Bool {
    switch option {
    case "--seeds": return range(value)
    case "--seed": return range("\(value):\((Int(value) ?? -2) + 1)")
    case "-j":
      processes = Int(value) ?? 0
      return (1...64).contains(processes)
    case "--bars":
      bars = Int(value)
      return (1...10_000).contains(bars ?? 0)
    case "--twice":
      twice = Int(value) ?? -1
      return twice >= 0
    case "--about":
      about = value
      return true
    case "--revision":
      revision = value
      return true
    case "--mode":
      guard let mode = Options.Mode(rawValue: value) else { return false }
      modes = [mode]
      return true
    default: return false
    }
  }

  private mutating func range(_ text: String) -> Bool {
    let parts = text.replacing("..<", with: ":").split(separator: ":")
    guard parts.count == 2, let first = Int(parts[0]), let end = Int(parts[1]), first < end else {
      return false
    }
    seeds = first..<end
    return true
  }

  /// The arguments of a process that does a part of this.
  func arguments(for seeds: Range<Int>, digests: Bool = false) -> [String] {
    var arguments = ["--seeds", "\(seeds.lowerBound):\(seeds.upperBound)", "--revision", revision]
    if modes.count == 1 { arguments += ["--mode", modes[0].rawValue] }
    if let bars { arguments += ["--bars", String(bars)] }
    return arguments + [digests ? "--digests" : "--part"]
  }

  func options(of seed: Int) -> Options {
    var options = Options.drawn(by: seed, modes: modes)
    if let bars { options.bars = bars }
    return options
  }
}
