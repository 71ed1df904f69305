/// A fixed number of values inside the value that holds them: no storage of its own.
struct Slots<let count: Int>: Sendable {
  var values: InlineArray<count, Double>

  init(repeating value: Double) { values = InlineArray(repeating: value) }

  @inline(__always)
  subscript(place: Int) -> Double {
    get { values[place] }
    set { values[place] = newValue }
  }
}

extension Slots: Hashable {
  static func == (a: Slots, b: Slots) -> Bool {
    for place in 0..<count where a[place] != b[place] { return false }
    return true
  }

  func hash(into hasher: inout Hasher) {
    for place in 0..<count { hasher.combine(self[place]) }
  }
}

extension Slots: Codable {
  init(from decoder: any Decoder) throws {
    self.init(repeating: 0)
    var container = try decoder.unkeyedContainer()
    for place in 0..<count { self[place] = try container.decode(Double.self) }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for place in 0..<count { try container.encode(self[place]) }
  }
}
