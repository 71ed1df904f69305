public import Quantities
import VenueSimulatorCore

// The second door, for those who test: faults to order, and the truth.
extension BybitVenue {
  /// Answers `GET /truth`, `GET /faults` and `POST /faults`.
  public mutating func control(_ request: VenueRequest) -> VenueReply {
    defer { settle() }
    switch (request.method, request.path) {
    case ("GET", "/truth"): return json(truth.json)
    case ("GET", "/faults"): return json(faults.json)
    case ("POST", "/faults"):
      do {
        try order(JSONTree(reading: request.body))
        return json(faults.json)
      } catch {
        return VenueReply(status: 400, body: Array("{\"error\":\"\(error)\"}".utf8))
      }
    default: return VenueReply(status: 404, body: Array("{\"error\":\"no such page\"}".utf8))
    }
  }

  private func json(_ tree: JSONTree) -> VenueReply {
    var reply = VenueReply(body: tree.utf8)
    reply.headers = [("Content-Type", "application/json")]
    return reply
  }

  /// How far the clock is to jump ahead since the last call.
  public mutating func takeForward() -> Interval {
    defer { forward = .zero }
    return forward
  }

  /// Sets the faults that an object names; the others stay. `reset` takes all away first.
  private mutating func order(_ tree: JSONTree) throws(ControlFault) {
    guard case .object(let members) = tree else { throw .notAnObject }
    for member in members where member.name == "reset" {
      faults = Faults()
      exchange.liquidity = 100_000
      exchange.overfills = false
      exchange.reusesNames = false
      rates.forgive()
    }
    for member in members where member.name != "reset" {
      if let field = Faults.numbers.first(where: { $0.name == member.name }) {
        faults[keyPath: field.path] = try number(member, 0...Int.max / 2_000_000)
      } else {
        try orderOther(member)
      }
    }
  }

  private func number(
    _ member: JSONTree.Member, _ range: ClosedRange<Int>
  ) throws(ControlFault) -> Int {
    let skews = member.name == "clockSkew"
    guard let number = member.value.scalar.flatMap({ Int($0) }),
      skews ? abs(number) < 1 << 40 : range.contains(number)
    else { throw .notANumber(member.name) }
    return number
  }

  private mutating func orderOther(_ member: JSONTree.Member) throws(ControlFault) {
    switch member.name {
    case "silent": faults.isSilent = member.value == .flag(true)
    case "overfills": exchange.overfills = member.value == .flag(true)
    case "reusesNames": exchange.reusesNames = member.value == .flag(true)
    case "liquidity": exchange.liquidity = try number(member, 1...1_000_000)
    case "ban":
      let length = Interval.milliseconds(Int64(try number(member, 0...86_400_000)))
      rates.ban("127.0.0.1", until: exchange.now + length)
    case "fastForward":
      forward += .milliseconds(Int64(try number(member, 0...30 * 86_400_000)))
    case "jump":
      guard let coin = member.value["coin"]?.scalar,
        let ratio = member.value["ratio"]?.scalar.flatMap({ Ratio($0) }),
        ratio > "-0.9", ratio < 10
      else { throw .notANumber("jump") }
      exchange.jump(coin: coin, by: ratio)
    case "funding":
      guard let coin = member.value["coin"]?.scalar,
        let rate = member.value["rate"]?.scalar.flatMap({ Ratio($0) }), rate.magnitude <= "0.04"
      else { throw .notANumber("funding") }
      exchange.chargeFunding(coin: coin, rate: rate)
    case "cutSockets": streams.cutAll()
    default: throw .unknown(member.name)
    }
  }
}

/// Why the control endpoint does not understand.
enum ControlFault: Error {
  case notAnObject
  case notANumber(String)
  case unknown(String)
}
