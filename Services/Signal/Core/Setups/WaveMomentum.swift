import Events
import Quantities

/// The waves of VuManChu Cipher B: the WaveTrend of the level frame gives the direction, the one
/// of the trigger frame the moment. Told for a long trade; a short one is the mirror.
///
/// - Near: the level frame's wt1 is above its wt2.
/// - Ready: the trigger frame's wt2 is stretched the other way, at -53 or below.
/// - Trigger: near, with a buy divergence (`b_buy_div`) or a green circle (`b_buy`) on the bar.
///   Both need no stretched wave before: a circle's own condition is one, a divergence's is its
///   lower swing.
/// - Stop: `stopDistance` ATR of the trigger frame below the close.
/// - Void: the level frame's wave no longer points up.
struct WaveMomentum: SetupPattern {
  /// Cipher B's oversold and overbought lines lie this far from zero.
  static let stretch = 53.0

  let direction: Direction
  private let scene: Scene
  private let higher: Market.Wave?

  init(_ direction: Direction, in scene: Scene) {
    self.direction = direction
    self.scene = scene
    higher = scene.market.wave(scene.strategy.levelFrame)
  }

  var level: Level? { nil }

  /// Points of the wave to where it is stretched; not above zero once it is, zero without a wave.
  var distance: Double { excess.map { -$0 } ?? 0 }

  var isNear: Bool { slope.map { $0 > 0 } ?? false }

  var isReady: Bool { excess.map { $0 >= 0 } ?? false }

  var isTriggered: Bool { isNear && marks.contains(where: scene.bar.markers.contains) }

  var stop: Double {
    scene.close - Double(direction.sign) * (scene.strategy.stopDistance * scene.atr)
  }

  var activeLife: Interval { scene.strategy.activeLife }

  func flaw(in phase: SetupPhase) -> Flaw? {
    isNear ? nil : Flaw(.waveTurned, higher?.wt1 ?? 0, higher?.wt2 ?? 0)
  }

  /// How far the level frame's wave leans towards the trade.
  private var slope: Double? {
    guard let first = higher?.wt1, let second = higher?.wt2 else { return nil }
    return Double(direction.sign) * (first - second)
  }

  /// How far the trigger frame's wave is beyond the line that the trade waits for.
  private var excess: Double? {
    scene.bar.wave.wt2.map { -Double(direction.sign) * $0 - WaveMomentum.stretch }
  }

  private var marks: [Marker] {
    switch direction {
    case .long: [.bBuyDiv, .bBuy]
    case .short: [.bSellDiv, .bSell]
    }
  }
}
