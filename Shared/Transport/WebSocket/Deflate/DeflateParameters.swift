/// What both sides agreed on about compression (RFC 7692 section 7.1).
public struct DeflateParameters: Sendable, Hashable {
  public var serverNoContextTakeover: Bool
  public var clientNoContextTakeover: Bool
  /// 8 to 15.
  public var serverMaxWindowBits: Int
  /// 8 to 15.
  public var clientMaxWindowBits: Int

  public init(
    serverNoContextTakeover: Bool = false, clientNoContextTakeover: Bool = false,
    serverMaxWindowBits: Int = 15, clientMaxWindowBits: Int = 15
  ) {
    self.serverNoContextTakeover = serverNoContextTakeover
    self.clientNoContextTakeover = clientNoContextTakeover
    self.serverMaxWindowBits = serverMaxWindowBits
    self.clientMaxWindowBits = clientMaxWindowBits
  }

  static let name = "permessage-deflate"

  /// The words of an offer, with what differs from the standard.
  var offer: String { words + (clientMaxWindowBits == 15 ? "; client_max_window_bits" : "") }

  /// The words of an answer.
  var words: String {
    var text = DeflateParameters.name
    if serverNoContextTakeover { text += "; server_no_context_takeover" }
    if clientNoContextTakeover { text += "; client_no_context_takeover" }
    if serverMaxWindowBits != 15 { text += "; server_max_window_bits=\(serverMaxWindowBits)" }
    if clientMaxWindowBits != 15 { text += "; client_max_window_bits=\(clientMaxWindowBits)" }
    return text
  }
}

extension DeflateParameters {
  /// What a client takes of a server's answer to its offer; nil when it is not an answer to that.
  init?(answer: ExtensionOffer, to offer: DeflateParameters) {
    self.init(
      clientNoContextTakeover: offer.clientNoContextTakeover,
      clientMaxWindowBits: offer.clientMaxWindowBits)
    for (name, value) in answer.parameters {
      switch (name, value) {
      case ("server_no_context_takeover", nil): serverNoContextTakeover = true
      case ("client_no_context_takeover", nil): clientNoContextTakeover = true
      case ("server_max_window_bits", let value?):
        guard let bits = windowBits(value) else { return nil }
        serverMaxWindowBits = bits
      case ("client_max_window_bits", let value?):
        guard let bits = windowBits(value) else { return nil }
        clientMaxWindowBits = min(bits, offer.clientMaxWindowBits)
      default: return nil
      }
    }
    guard answer.hasDistinctParameters, serverMaxWindowBits <= offer.serverMaxWindowBits,
      serverNoContextTakeover || !offer.serverNoContextTakeover
    else { return nil }
  }

  /// What a server answers to a client's offer; nil when the offer makes no sense.
  init?(offered: ExtensionOffer) {
    self.init()
    for (name, value) in offered.parameters {
      switch (name, value) {
      case ("server_no_context_takeover", nil): serverNoContextTakeover = true
      case ("client_no_context_takeover", nil): clientNoContextTakeover = true
      case ("server_max_window_bits", let value?):
        // zlib writes no raw window of 8.
        guard let bits = windowBits(value), bits > 8 else { return nil }
        serverMaxWindowBits = bits
      case ("client_max_window_bits", let value):
        guard let bits = value.map(windowBits) ?? 15 else { return nil }
        clientMaxWindowBits = bits
      default: return nil
      }
    }
    guard offered.hasDistinctParameters else { return nil }
  }
}

private func windowBits(_ text: String) -> Int? {
  guard let bits = Int(text), (8...15).contains(bits), text == "\(bits)" else { return nil }
  return bits
}

/// One extension of a header `Sec-WebSocket-Extensions` (RFC 6455 section 9.1).
struct ExtensionOffer {
  var name: String
  var parameters: [(name: String, value: String?)]

  var hasDistinctParameters: Bool { Set(parameters.map(\.name)).count == parameters.count }

  /// All extensions of a header's values, in order; nil when it is malformed.
  static func list(_ values: [String]) -> [ExtensionOffer]? {
    var offers: [ExtensionOffer] = []
    for part in values.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
      let pieces = part.split(separator: ";", omittingEmptySubsequences: false).map(trimmed)
      guard let name = pieces.first, isToken(name) else { return nil }
      var offer = ExtensionOffer(name: name, parameters: [])
      for piece in pieces.dropFirst() {
        let sides = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard isToken(trimmed(sides[0])) else { return nil }
        var value = sides.count > 1 ? trimmed(sides[1]) : nil
        if let text = value, text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count > 1 {
          value = String(text.dropFirst().dropLast())
        }
        guard value.map(isToken) ?? true else { return nil }
        offer.parameters.append((trimmed(sides[0]).lowercased(), value))
      }
      offers.append(offer)
    }
    return offers
  }
}
