import Foundation
import Simulation

/// Runs seeds and says what became of them.
enum Judge {
  /// One seed, with all its options.
  static func one(_ order: Order) -> Int32 {
    let options = order.options(of: order.seeds.lowerBound)
    let verdict = Verdict.of(options, isWhole: order.bars == nil, about: order.about)
    guard !order.printsDigests else {
      print("\(options.seed) \(verdict.digest)")
      return verdict.isGood ? 0 : 1
    }
    print(verdict.report)
    print(verdict.figures.text)
    print("revision \(order.revision), digest \(verdict.digest)")
    return verdict.isGood ? 0 : 1
  }

  /// Many seeds, one after the other.
  static func many(_ order: Order) -> Int32 {
    let begun = ContinuousClock.now
    var figures = Figures()
    var failed: [Int] = []
    for seed in order.seeds {
      let verdict = Verdict.of(order.options(of: seed), isWhole: order.bars == nil)
      figures += verdict.figures
      if order.printsDigests { print("\(seed) \(verdict.digest)") }
      guard !verdict.isGood else { continue }
      failed.append(seed)
      if !order.printsDigests { print("revision \(order.revision)\n\(verdict.report)") }
    }
    if order.printsDigests { return failed.isEmpty ? 0 : 1 }
    if order.isPart {
      print("part \(figures.numbers.map(String.init).joined(separator: " "))")
      return failed.isEmpty ? 0 : 1
    }
    let isSame = Crowd.isSame(order)
    tell(figures, seeds: order.seeds.count, failed: failed.count, in: .now - begun)
    return failed.isEmpty && isSame ? 0 : 1
  }

  /// The figures at the end.
  static func tell(_ figures: Figures, seeds: Int, failed: Int, in time: Duration) {
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    print(figures.text)
    print(
      "\(seeds) seeds in \(Int(seconds.rounded())) s: "
        + "\(Int(Double(seeds) * 60 / seconds)) seeds/min, "
        + "\(Int(Double(figures.steps) / seconds)) steps/s; "
        + (failed == 0 ? "all is well" : "\(failed) failed"))
  }
}
