/// What goes wrong to order.
public struct Faults: Sendable, Hashable {
  /// Orders to come that are carried out and not answered: the connection is closed.
  public var acceptThenClose = 0
  /// Orders to come that are carried out and answered with `errorStatus`.
  public var acceptThenError = 0
  /// Orders to come that are carried out and answered by half an answer.
  public var acceptThenCut = 0
  /// Orders to come that are dropped, and the connection closed.
  public var closeBefore = 0
  /// Orders to come that are dropped and answered with `errorStatus`.
  public var errorBefore = 0
  public var errorStatus = 502
  /// How old what queries of orders, executions, positions and coins show is, in milliseconds.
  public var queryLag = 0
  /// How late private messages come, in milliseconds.
  public var streamDelay = 0
  /// Of a hundred stream messages, so many come twice, never, or behind the next.
  public var duplicates = 0
  public var losses = 0
  public var swaps = 0
  /// Of a hundred stream messages, so many are cut off in the middle.
  public var garbled = 0
  /// Whether streams say nothing at all, and their connections stay.
  public var isSilent = false
  /// Signed calls to come that are refused with 10006.
  public var rateLimited = 0
  /// Calls to come that are refused with status 429.
  public var tooMany = 0
  /// The status of all answers during maintenance; 200 for code 10016; 0 for none.
  public var maintenance = 0
  /// How far the venue's clock is ahead, in milliseconds.
  public var clockSkew = 0
  /// Answers to come that are not JSON.
  public var malformed = 0
  /// How late every answer comes, in milliseconds.
  public var answerDelay = 0

  public init() {}

  /// The fields by the names that the control endpoint gives them.
  static var numbers: [(name: String, path: WritableKeyPath<Faults, Int>)] {
    [
      ("acceptThenClose", \.acceptThenClose), ("acceptThenError", \.acceptThenError),
      ("acceptThenCut", \.acceptThenCut), ("closeBefore", \.closeBefore),
      ("errorBefore", \.errorBefore), ("errorStatus", \.errorStatus), ("queryLag", \.queryLag),
      ("streamDelay", \.streamDelay), ("duplicates", \.duplicates), ("losses", \.losses),
      ("swaps", \.swaps), ("garbled", \.garbled), ("rateLimited", \.rateLimited),
      ("tooMany", \.tooMany), ("maintenance", \.maintenance), ("clockSkew", \.clockSkew),
      ("malformed", \.malformed), ("answerDelay", \.answerDelay),
    ]
  }

  /// As the control endpoint shows them.
  var json: JSONTree {
    .object(
      Self.numbers.map { JSONTree.Member($0.name, JSONTree(self[keyPath: $0.path])) }
        + [JSONTree.Member("silent", .flag(isSilent))])
  }
}
