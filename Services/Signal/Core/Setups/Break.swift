public import Events
import Quantities

/// A bar that broke a level, remembered until its retest or until that is too late.
public struct Break: Sendable, Hashable, Codable {
  public let strategy: Name
  public let type: SetupType
  /// As it stood on the break bar: it is this zone that is tested again.
  public let level: Level
  /// The break bar's number on its tape.
  let bar: Int
  /// Whether the last bar is the retest.
  public internal(set) var isRetested = false
  /// Whether a bar has closed back beyond the level's price.
  public internal(set) var isFalse = false
}

extension Market {
  /// Takes note of what the new bar means to the breaks that a strategy waits with, and of the
  /// breaks that it makes. Of several retests the first counts, and what is degraded counts for
  /// nothing.
  mutating func follow(_ strategy: StrategyConfiguration) {
    guard strategy.setups.contains(where: \.isBreak), let scene = Scene(self, strategy) else {
      return
    }
    let count = scene.tape.count
    breaks.removeAll {
      $0.strategy == strategy.name
        && ($0.isRetested || $0.isFalse || scene.isDegraded
          || count - $0.bar > strategy.retest.bars)
    }
    guard !scene.isDegraded else { return }
    for index in breaks.indices where breaks[index].strategy == strategy.name {
      guard let retest = Retest(breaks[index], in: scene) else { continue }
      breaks[index].isFalse = retest.isBackAgain
      breaks[index].isRetested = retest.isRetest
    }
    for type in strategy.setups where type.isBreak {
      for level in scene.levels where scene.suits(level) { note(type, level, scene) }
    }
  }

  /// Remembers the bar if it breaks the level; it takes the place of a break that still waits.
  private mutating func note(_ type: SetupType, _ level: Level, _ scene: Scene) {
    guard let direction = Direction.allCases.first(where: type.trades),
      let retest = Retest(level, direction, nil, in: scene), retest.isBreak
    else { return }
    let name = scene.strategy.name
    breaks.removeAll {
      $0.strategy == name && $0.type == type && $0.level.id == level.id && !$0.isRetested
    }
    breaks.append(Break(strategy: name, type: type, level: level, bar: scene.tape.count))
  }
}
