import Events
import Quantities

/// The arguments of a call by the names that clients of many venues share.
struct UnifiedArguments {
  let args: JSONValue
  /// What to assume where no symbol tells spot from contracts.
  let kind: InstrumentKind
  let params: JSONValue?

  init(_ args: JSONValue, kind: InstrumentKind) {
    self.args = args
    self.kind = kind
    params = args["params"]
  }

  private func stated(_ key: JSONKey, in object: JSONValue?) -> JSONValue? {
    guard let value = object?[key], !value.isNull, !value.isEmptyString else { return nil }
    return value
  }

  func has(_ key: JSONKey) -> Bool { stated(key, in: args) != nil }

  func param(_ keys: JSONKey...) -> JSONValue? {
    for key in keys { if let value = stated(key, in: params) { return value } }
    return nil
  }

  func flag(_ keys: JSONKey...) -> Bool {
    keys.contains { params?[$0]?.flag == true }
  }

  private func refusal(_ key: JSONKey, _ expected: String) -> VenueError {
    let name = String(decoding: key.text, as: UTF8.self)
    return VenueError(.badRequest, text: "\(name): expected \(expected)", field: name)
  }

  func text(_ key: JSONKey) throws(VenueError) -> String {
    guard let text = stated(key, in: args)?.text else { throw refusal(key, "a text") }
    return text
  }

  func symbol(_ key: JSONKey = "symbol") throws(VenueError) -> Name {
    guard let name = stated(key, in: args)?.name else { throw refusal(key, "a symbol") }
    return name
  }

  var symbolIfStated: Name? { stated("symbol", in: args)?.name }

  /// The symbols of a list, or the one symbol.
  var symbols: [Name] {
    let list = stated("symbols", in: args)?.elements.compactMap(\.name) ?? []
    return list + (symbolIfStated.map { [$0] } ?? [])
  }

  /// The kind of an instrument: what settles is a contract.
  func kind(of symbol: Name?) -> InstrumentKind {
    if let symbol { return symbol.description.contains(":") ? .linear : .spot }
    switch param("type", "defaultType")?.string {
    case "spot": return .spot
    case "swap", "linear", "future": return .linear
    default: break
    }
    if let category = args["category"]?.string ?? param("category")?.string {
      return category == "spot" ? .spot : .linear
    }
    return kind
  }

  /// A number; clients keep binary ones, of which fifteen digits are meant.
  static func number(_ value: JSONValue) -> FixedPoint? {
    guard let number = value.decimal else { return nil }
    guard value.isNumber, !number.isZero, number < 1_000_000_000_000_000,
      number > -1_000_000_000_000_000
    else { return number }
    var power: FixedPoint = 1
    var step = FixedPoint(mantissa: 1_000)
    while power <= number.magnitude, power < 1_000_000_000_000_000 {
      power = power * 10
      step = step * 10
    }
    return number.rounded(toMultipleOf: step, .halfEven)
  }

  func number<Number: Measure>(_ key: JSONKey) throws(VenueError) -> Number {
    guard let value = stated(key, in: args).flatMap(Self.number) else {
      throw refusal(key, "a number")
    }
    return Number(value)
  }

  func numberIfStated<Number: Measure>(_ key: JSONKey) -> Number? {
    stated(key, in: args).flatMap(Self.number).map(Number.init)
  }

  func price(_ keys: JSONKey...) -> Price? {
    for key in keys {
      if let value = stated(key, in: params).flatMap(Self.number) { return Price(value) }
    }
    return nil
  }

  func integer(_ key: JSONKey) -> Int? {
    (stated(key, in: args) ?? stated(key, in: params))?.integer.map { Int($0) }
  }

  func instant(_ key: JSONKey) -> Instant? {
    guard let value = (stated(key, in: args) ?? stated(key, in: params))?.integer,
      value.magnitude < 9_000_000_000_000
    else { return nil }
    return Instant(milliseconds: value)
  }

  func frame() throws(VenueError) -> TimeFrame {
    let text = try text("timeframe")
    guard let frame = TimeFrame(text) else {
      throw refusal("timeframe", "a time frame such as 1m, 4h or 1d")
    }
    return frame
  }

  /// Parameters in the venue's own words that no name of ours took.
  func rest(without taken: Set<String>) -> [EndpointParameter] {
    (params?.members ?? []).filter { !taken.contains($0.name) && !$0.value.isNull }
      .map { EndpointParameter($0.name, .json($0.value.source)) }
  }

  /// What was said although it is so anyway; it goes out as it was said.
  var statedDefaults: [EndpointParameter] {
    var defaults: [EndpointParameter] = []
    if params?["reduceOnly"]?.flag == false { defaults.append(.init("reduceOnly", .flag(false))) }
    if params?["timeInForce"]?.string?.uppercased() == "GTC" {
      defaults.append(.init("timeInForce", .text("GTC")))
    }
    return defaults
  }
}
