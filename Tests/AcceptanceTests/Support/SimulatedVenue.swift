import Events
import Foundation
import FoundationNetworking
import Quantities
import ServiceKit
import Synchronization
import Testing

/// The simulated venue of a session, as somebody beside it sees it: where it is, its candles, and
/// the door for faults.
struct SimulatedVenue {
  private let rest: String
  private let control: String

  /// The venue of a session; waits until it has said where it is.
  init(of data: String) throws {
    let file = try DataDirectory.existing(at: data).venueFile
    try wait(seconds: 60, for: "the address of the venue") {
      FileManager.default.fileExists(atPath: file)
    }
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file)))
    let fields = try #require(object as? [String: Any])
    rest = try #require(fields["rest"] as? String)
    control = try #require(fields["control"] as? String)
  }

  /// Orders faults, such as `{"cutSockets":1}`.
  func order(_ faults: String) throws {
    var request = URLRequest(url: try #require(URL(string: control + "/faults")))
    request.httpMethod = "POST"
    request.httpBody = Data(faults.utf8)
    _ = try answer(request)
  }

  /// The venue's candles by their open times: open, high, low, close and volume.
  func candles(
    _ instrument: Name, _ frame: TimeFrame, from first: Instant, through last: Instant
  ) throws -> [Instant: [FixedPoint]] {
    let parts = instrument.description.split(separator: ":")
    let symbol = parts[0].replacing("/", with: "")
    let category = parts.count == 2 ? "linear" : "spot"
    var found: [Instant: [FixedPoint]] = [:]
    var start = first
    while start <= last {
      let end = min(last, start + frame.interval * 999)
      let address =
        "\(rest)/v5/market/kline?category=\(category)&symbol=\(symbol)"
        + "&interval=\(frame.seconds / 60)&start=\(start.milliseconds)&end=\(end.milliseconds)"
        + "&limit=1000"
      let bytes = try answer(URLRequest(url: try #require(URL(string: address))))
      let object = try JSONSerialization.jsonObject(with: bytes) as? [String: Any]
      let list = (object?["result"] as? [String: Any])?["list"] as? [[String]]
      for row in try #require(list) {
        let open = Instant(milliseconds: try #require(Int64(row[0])))
        found[open] = row[1...5].compactMap { FixedPoint($0) }
      }
      start = end + frame.interval
    }
    return found
  }

  private func answer(_ request: URLRequest) throws -> Data {
    let done = DispatchSemaphore(value: 0)
    let body = Box()
    let task = URLSession.shared.dataTask(with: request) { data, _, _ in
      body.data.withLock { $0 = data }
      done.signal()
    }
    task.resume()
    done.wait()
    return try #require(body.data.withLock { $0 }, "\(request) had no answer")
  }

  private final class Box: Sendable {
    let data = Mutex<Data?>(nil)
  }
}

/// What a log says of a venue's candles, compared with the venue's own.
struct CandleComparison {
  private var told: [(candle: CandleClosed, isInGap: Bool)] = []
  private(set) var gaps = 0
  /// Lines whose gap is still open at the end.
  private(set) var openGaps: Set<String> = []

  init(_ events: [Event]) {
    for event in events {
      switch event {
      case .candleClosed(let candle):
        let line = "\(candle.instrument) \(candle.timeFrame)"
        told.append((candle, openGaps.contains(line)))
      case .feedGapOpened(let gap):
        gaps += 1
        openGaps.insert("\(gap.instrument) \(gap.timeFrame)")
      case .feedGapClosed(let gap):
        openGaps.remove("\(gap.instrument) \(gap.timeFrame)")
        #expect(gap.missing == 0, "\(gap.instrument) \(gap.timeFrame) lacks \(gap.missing) bars")
      default: continue
      }
    }
  }

  /// Expects every candle once, in order, none missing, and each as the venue has it.
  func expectSame(as venue: SimulatedVenue, _ instruments: [Name], _ frames: [TimeFrame]) throws {
    for instrument in instruments {
      for frame in frames {
        let own = told.map(\.candle).filter {
          $0.instrument == instrument && $0.timeFrame == frame
        }
        let first = try #require(own.first, "no candles of \(instrument) \(frame)").openTime
        #expect(own.count >= 500)
        for (place, candle) in own.enumerated() {
          #expect(
            candle.openTime == first + frame.interval * place,
            "\(instrument) \(frame): missing, double or out of order")
        }
        let truth = try venue.candles(
          instrument, frame, from: first, through: try #require(own.last).openTime)
        for candle in own {
          let numbers = [candle.open, candle.high, candle.low, candle.close].map(\.value)
          #expect(
            truth[candle.openTime] == numbers + [candle.volume.value],
            "\(instrument) \(frame) \(candle.openTime) is not the venue's")
        }
      }
    }
  }

  /// How many candles came over the stream, and how many as repairs after the history.
  func count(_ quality: CandleQuality) -> Int {
    told.count { $0.candle.quality == quality }
  }
}
