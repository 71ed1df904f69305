import Digest
import EventSourcing
import Events

/// What became of a seed.
public struct Verdict: Sendable {
  /// A world in which less goes on proves nothing: its generator is at fault.
  public static let fewestOrders = 40
  public static let fewestFills = 20
  public static let fewestSteps = 20_000
  /// What a world's trouble goes on for, as long as its market does.
  static let wantedOrders = 130
  static let wantedFills = 78

  public let options: Options
  public let figures: Figures
  public let violation: Violation?
  /// Over the log and the states of all deciders at the end; the same in every process.
  public let digest: String
  private let timeline: [String]

  public var isGood: Bool { violation == nil }

  /// Runs the world of some options to its end.
  ///
  /// - Parameter isWhole: whether so little may go on as its options allow.
  /// - Parameter text: what the report's timeline is to be about, from the beginning on; nil for
  ///   what happened last.
  public static func of(
    _ options: Options, isWhole: Bool = true, about text: String? = nil
  ) -> Verdict {
    let world = World(options)
    world.timeline.isWhole = text != nil
    var violation: Violation?
    do {
      try world.run()
      if isWhole { violation = world.idleness }
    } catch let found as Violation {
      violation = found
    } catch { violation = Violation("error", "\(error)") }
    return Verdict(
      options: options, figures: world.figures, violation: violation, digest: world.digest,
      timeline: text.map { world.timeline.lines(about: $0) }
        ?? (violation == nil ? [] : world.timeline.lines))
  }

  /// What a failing seed prints: what must not be was, every option, and what happened last.
  public var report: String {
    var lines = ["seed \(options.seed): \(violation.map { "\($0.check): \($0.sentence)" } ?? "ok")"]
    lines += options.lines.map { "  " + $0 }
    lines += timeline.map { "  " + $0 }
    return lines.joined(separator: "\n")
  }
}

extension World {
  /// Why this world proves nothing; a disk that lies ends its world early.
  fileprivate var idleness: Violation? {
    let figures = figures
    guard !isCaught else { return nil }
    if figures.orders < Verdict.fewestOrders || figures.fills < Verdict.fewestFills
      || figures.steps < Verdict.fewestSteps
    {
      return Violation(
        "idle", "\(figures.orders) orders, \(figures.fills) fills in \(figures.steps) steps")
    }
    return nil
  }

  fileprivate var digest: String {
    var hasher = SHA256()
    hasher.update(Array(disk.head.chain.description.utf8))
    for (producer, hash) in checks.folds.hashes {
      hasher.update(Array((producer.rawValue + hash.description).utf8))
    }
    return String(hasher.finalize().description.prefix(16))
  }
}
