import Events
import Quantities

/// Times the codec alone: what one event costs to write and to read.
enum CodecSection {
  private static let rounds = 200_000

  static func run() {
    let candle = Event.candleClosed(
      CandleClosed(
        instrument: "paper:BTC/USDT", timeFrame: .m1,
        openTime: Instant(milliseconds: 1_612_400_400_000), open: "37123.45", high: "37130.1",
        low: "37100", close: "37111.05", volume: "12.345678", quality: .complete))
    let fill = Event.orderFilled(
      OrderFilled(
        order: Identifier(high: 1, low: 2), trade: Identifier(high: 3, low: 4),
        setup: Identifier(high: 5, low: 6), instrument: "paper:BTC/USDT",
        fill: Identifier(high: 7, low: 8), venueTradeID: "t-123456", side: .buy,
        quantity: "0.012", price: "37111.05", fee: "0.24493293", feeAsset: "USDT",
        liquidity: .taker, filled: "0.012", remaining: 0,
        at: Instant(milliseconds: 1_612_400_400_000)))
    let indicators = Event.indicatorsComputed(
      IndicatorsComputed(
        instrument: "paper:BTC/USDT", timeFrame: .h1,
        openTime: Instant(milliseconds: 1_612_400_400_000), close: "37111.05",
        rsi14: 53.123456789012, macd: 12.34567890123, macdSignal: 11.2345678901,
        macdHistogram: 1.11111111113, ema20: 37001.123456789, ema50: 36900.98765432,
        atr14: 321.123456789, volumeMA20: 11.987654321, degenerate: false, degraded: false))
    for (name, event) in [("candle", candle), ("fill", fill), ("indicators", indicators)] {
      measure(name, event)
    }
  }

  private static func measure(_ name: String, _ event: Event) {
    var writer = JSONWriter(capacity: 1024)
    var bytes = 0
    let writing = medianDuration(of: 5) {
      for _ in 0..<rounds {
        writer.removeAll()
        event.write(to: &writer)
        bytes &+= writer.count
      }
    }
    let payload = event.json
    var read = 0
    let reading = medianDuration(of: 5) {
      for _ in 0..<rounds {
        if let event = try? Event(type: event.type, version: 1, payload: payload) {
          if event.type == .candleClosed { read &+= 1 }
        }
      }
    }
    precondition(bytes > 0 && read >= 0)
    figure(
      "\(name), \(payload.count) bytes",
      "write \(nanoseconds(writing)) ns, read \(nanoseconds(reading)) ns of processor time")
  }

  private static func nanoseconds(_ time: Duration) -> Int {
    whole(time.processor / Double(rounds) * 1e9)
  }
}
