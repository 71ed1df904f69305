import Events

/// What an id on the command line can name.
enum Thing: Hashable {
  case event(SequenceNumber)
  case setup(Identifier)
  case trade(Identifier, setup: Identifier)
  case order(Identifier, setup: Identifier)

  /// What it is, with its whole id.
  var text: String {
    switch self {
    case .event(let seq): "event \(seq)"
    case .setup(let id): "setup \(id)"
    case .trade(let id, _): "trade \(id)"
    case .order(let id, _): "order \(id)"
    }
  }
}
