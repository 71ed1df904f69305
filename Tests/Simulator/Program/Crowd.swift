import Foundation
import Simulation

/// Seeds shared between processes, each of which iterates its dictionaries in another order.
enum Crowd {
  /// How many seeds a process is given at a time.
  private static let portion = 20

  static func judge(_ order: Order) -> Int32 {
    let begun = ContinuousClock.now
    var portions = stride(from: order.seeds.lowerBound, to: order.seeds.upperBound, by: portion)
      .map { $0..<min($0 + portion, order.seeds.upperBound) }[...]
    var running: [Child] = []
    var figures = Figures()
    var failed = 0
    while !portions.isEmpty || !running.isEmpty {
      while running.count < order.processes, let seeds = portions.popFirst() {
        running.append(Child(order.arguments(for: seeds)))
      }
      // The oldest one is the next to end, near enough.
      let child = running.removeFirst()
      let lines = child.lines()
      for line in lines where !line.hasPrefix("part ") { print(line) }
      failed += lines.count { $0.hasPrefix("seed ") }
      if let numbers = lines.last(where: { $0.hasPrefix("part ") }) {
        figures += Figures(numbers: numbers.split(separator: " ").compactMap { Int($0) })
      } else {
        failed += 1
        print("a process ended with \(child.status) and judged nothing: \(child.arguments)")
      }
    }
    let isSame = isSame(order)
    Judge.tell(figures, seeds: order.seeds.count, failed: failed, in: .now - begun)
    return failed == 0 && isSame ? 0 : 1
  }

  /// Whether a second process comes to the same with a sample of the seeds.
  static func isSame(_ order: Order) -> Bool {
    guard order.twice > 0 else { return true }
    let end = min(order.seeds.lowerBound + order.twice, order.seeds.upperBound)
    let arguments = order.arguments(for: order.seeds.lowerBound..<end, digests: true)
    let (first, second) = (Child(arguments), Child(arguments))
    let (one, other) = (first.lines(), second.lines())
    guard one.count == end - order.seeds.lowerBound, one == other else {
      for (a, b) in zip(one, other) where a != b { print("one process says \(a), another \(b)") }
      return false
    }
    print("\(one.count) seeds came to the same in a second process")
    return true
  }
}

/// Another process of this program.
private final class Child {
  let arguments: [String]
  private let process = Process()
  private let pipe = Pipe()

  init(_ arguments: [String]) {
    self.arguments = arguments
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments
    process.standardOutput = pipe
    do { try process.run() } catch { print("\(error)") }
  }

  var status: Int32 { process.terminationStatus }

  /// All that it printed, once it has ended.
  func lines() -> [String] {
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
