import Events
import Quantities

/// Bybit's words for what has a name of ours.
enum BybitWords {
  static let intervals: [(frame: TimeFrame, word: String)] = [
    (.m1, "1"), (TimeFrame(seconds: 180), "3"), (.m5, "5"), (.m15, "15"), (.m30, "30"),
    (.h1, "60"), (.h2, "120"), (.h4, "240"), (TimeFrame(seconds: 21_600), "360"), (.h12, "720"),
    (.d1, "D"), (.w1, "W"),
  ]

  static func interval(_ frame: TimeFrame) throws(VenueError) -> String {
    guard let word = intervals.first(where: { $0.frame == frame })?.word else {
      throw VenueError(.unsupported, text: "no candles of \(frame)", field: "timeFrame")
    }
    return word
  }

  static func frame(_ word: Name) -> TimeFrame? {
    let text = word.description
    return intervals.first { $0.word == text }?.frame
  }

  static func side(_ side: Side) -> String {
    switch side {
    case .buy: "Buy"
    case .sell: "Sell"
    }
  }

  static func trigger(_ price: TriggerPrice) -> String {
    switch price {
    case .last: "LastPrice"
    case .mark: "MarkPrice"
    case .index: "IndexPrice"
    }
  }

  static func marginMode(_ mode: MarginMode) -> String {
    switch mode {
    case .isolated: "ISOLATED_MARGIN"
    case .cross: "REGULAR_MARGIN"
    case .portfolio: "PORTFOLIO_MARGIN"
    }
  }

  /// Of a position: 0 the one there is, 1 the long one, 2 the short one.
  static func positionIndex(_ side: Side?) -> Int {
    switch side {
    case nil: 0
    case .buy: 1
    case .sell: 2
    }
  }

  static func filter(_ hold: ConditionalHold) -> String {
    switch hold {
    case .whenTriggered: "StopOrder"
    case .atOnce: "tpslOrder"
    }
  }

  /// The word for a time in force; nil for the venue's default.
  static func timeInForce(_ time: TimeInForce) -> String? {
    switch time {
    case .goodTillCancelled: nil
    case .immediateOrCancel: "IOC"
    case .fillOrKill: "FOK"
    case .postOnly: "PostOnly"
    }
  }
}
