import Digest
import Events
import Quantities
import TestSupport

/// Fills the fields that it is shown with random values.
struct RandomFields: FieldVisitor {
  var random: Seeded

  init(seed: Int) { random = Seeded(seed) }

  mutating func field<Value: FieldValue>(_ name: StaticString, _ value: inout Value) {
    if var nested = value as? any Fields {
      fill(&nested)
      value = nested as! Value
    } else if let symbol = Value.self as? any Symbol.Type {
      value = draw(symbol) as! Value
    } else if let blank = value as? any Randomizable {
      value = blank.random(using: &self) as! Value
    } else {
      preconditionFailure("no random \(Value.self)")
    }
  }

  private mutating func fill(_ value: inout any Fields) {
    func filled<Value: Fields>(_ value: Value, _ visitor: inout RandomFields) -> Value {
      var value = value
      value.fields(&visitor)
      return value
    }
    value = filled(value, &self)
  }

  private mutating func draw<Word: Symbol>(_ type: Word.Type) -> Word {
    type.allCases.randomElement(using: &random)!
  }
}

/// A value that can be drawn at random.
protocol Randomizable {
  func random(using fields: inout RandomFields) -> Self
}

extension Randomizable where Self: Measure {
  func random(using fields: inout RandomFields) -> Self {
    Self(FixedPoint.zero.random(using: &fields))
  }
}

extension Price: Randomizable {}
extension Quantity: Randomizable {}
extension Money: Randomizable {}
extension Ratio: Randomizable {}

extension FixedPoint: Randomizable {
  func random(using fields: inout RandomFields) -> FixedPoint {
    let digits = Int128(Int64.random(in: -99_999_999_999...99_999_999_999, using: &fields.random))
    let scale = Int.random(in: 4...18, using: &fields.random)
    return FixedPoint(mantissa: (0..<scale).reduce(digits) { value, _ in value * 10 })
  }
}

extension Name: Randomizable {
  func random(using fields: inout RandomFields) -> Name {
    let texts: [Name] = [
      "", "a", "paper:BTC/USDT", "quote \"x\"", "back\\slash", "line\nfeed", "grüße",
      "exactly thirty-one bytes long!!",
    ]
    return texts.randomElement(using: &fields.random)!
  }
}

extension String: Randomizable {
  func random(using fields: inout RandomFields) -> String {
    Name().random(using: &fields).description + String(repeating: "z", count: 40) + "\u{1}🐦"
  }
}

extension Identifier: Randomizable {
  func random(using fields: inout RandomFields) -> Identifier {
    Identifier(high: fields.random.next(), low: fields.random.next())
  }
}

extension Digest256: Randomizable {
  func random(using fields: inout RandomFields) -> Digest256 {
    Digest256(words: (fields.random.next(), fields.random.next(), 0, fields.random.next()))
  }
}

extension Bool: Randomizable {
  func random(using fields: inout RandomFields) -> Bool { Bool.random(using: &fields.random) }
}

extension Int64: Randomizable {
  func random(using fields: inout RandomFields) -> Int64 {
    Int64(truncatingIfNeeded: fields.random.next())
      >> Int64.random(in: 1...60, using: &fields.random)
  }
}

extension Int: Randomizable {
  func random(using fields: inout RandomFields) -> Int { Int(Int64(0).random(using: &fields)) }
}

extension Instant: Randomizable {
  func random(using fields: inout RandomFields) -> Instant {
    Instant(nanoseconds: Int64(0).random(using: &fields))
  }
}

extension Interval: Randomizable {
  func random(using fields: inout RandomFields) -> Interval {
    Interval(nanoseconds: Int64(0).random(using: &fields))
  }
}

extension TimeFrame: Randomizable {
  func random(using fields: inout RandomFields) -> TimeFrame {
    [.m1, .m5, .h1, .h4, .d1].randomElement(using: &fields.random)!
  }
}

extension Double: Randomizable {
  func random(using fields: inout RandomFields) -> Double {
    switch Int.random(in: 0..<6, using: &fields.random) {
    case 0: 0
    case 1: -0.0
    case 2: Double(Int.random(in: -1_000_000...1_000_000, using: &fields.random))
    case 3: Double.random(in: -1e-8...1e-8, using: &fields.random)
    case 4: Double.random(in: -1e21...1e21, using: &fields.random)
    default: Double.random(in: -70_000...70_000, using: &fields.random)
    }
  }
}

extension Optional: Randomizable where Wrapped: FieldValue {
  func random(using fields: inout RandomFields) -> Wrapped? {
    guard Bool.random(using: &fields.random) else { return nil }
    var value = Wrapped()
    fields.field("", &value)
    return value
  }
}

extension Array: Randomizable where Element: FieldValue {
  func random(using fields: inout RandomFields) -> [Element] {
    (0..<Int.random(in: 0...3, using: &fields.random)).map { _ in
      var value = Element()
      fields.field("", &value)
      return value
    }
  }
}

extension MarkerSet: Randomizable {
  func random(using fields: inout RandomFields) -> MarkerSet {
    var set = MarkerSet()
    for marker in Marker.allCases {
      set.insert(marker, if: Int.random(in: 0..<8, using: &fields.random) == 0)
    }
    return set
  }
}

extension Event {
  /// An event of a type, its fields drawn at random.
  static func random(_ type: EventType, seed: Int) -> Event {
    var event = Event(blank: type)
    var visitor = RandomFields(seed: seed &+ type.rawValue.utf8.reduce(0) { $0 &* 31 &+ Int($1) })
    event.visit(&visitor)
    if case .bookObserved(var book) = event {
      book.drawLevels(using: &visitor.random)
      event = .bookObserved(book)
    }
    return event
  }
}

extension BookObserved {
  /// Levels around a price, as an order book has them: no others are read.
  fileprivate mutating func drawLevels(using random: inout Seeded) {
    func level(_ price: Int) -> BookLevel {
      BookLevel(
        price: Price(price) * Ratio("0.1"),
        quantity: Quantity(
          FixedPoint(mantissa: Int128(Int64.random(in: 1..<(1 << 60), using: &random)))))
    }
    let touch = Int.random(in: 100...1_000_000, using: &random)
    bids = (0..<Int.random(in: 0...25, using: &random)).map { level(touch - 1 - 3 * $0) }
    asks = (0..<Int.random(in: 0...25, using: &random)).map { level(touch + 3 * $0) }
  }
}
