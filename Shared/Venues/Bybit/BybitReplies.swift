import Events
import Quantities

/// Answers in Bybit's words as values.
struct BybitReplies {
  let context: VenueContext
  let page: VenuePage

  var reports: BybitReports { BybitReports(instruments: context.instruments) }

  func reply(to call: VenueCall, _ envelope: JSONValue) throws(VenueError) -> VenueReply {
    var reply: VenueReply
    switch call {
    case .market(let call): reply = try market(call, envelope)
    case .trading(let call): reply = try trading(call, envelope)
    case .account(let call): reply = try account(call, envelope)
    case .batch: reply = VenueReply(.batch(try batch(envelope)))
    case .endpoint: reply = VenueReply(.endpoint(envelope["result"]?.source ?? []))
    }
    reply.at = try envelope.instantIfStated("time")
    return reply
  }

  func result(_ envelope: JSONValue) throws(VenueError) -> JSONValue {
    try envelope.object("result")
  }

  /// The list of a result, each element as a value.
  func list<Value>(
    _ envelope: JSONValue, _ key: JSONKey = "list",
    _ read: (JSONValue) throws(VenueError) -> Value
  ) throws(VenueError) -> [Value] {
    var values: [Value] = []
    for element in try result(envelope).array(key).elements { values.append(try read(element)) }
    return values
  }

  /// The next page of the same part, or the next part, or nil.
  func next(_ envelope: JSONValue, parts: Int = 1) throws(VenueError) -> VenuePage? {
    let result = try result(envelope)
    let isEmpty = try result.array("list")[0] == nil
    if !isEmpty, let cursor = try result.textIfStated("nextPageCursor"), cursor != page.cursor,
      BybitReplies.isSafe(cursor)
    {
      var next = page
      next.cursor = cursor
      return next
    }
    return page.part + 1 < parts ? VenuePage(part: page.part + 1) : nil
  }

  /// Whether a cursor can stand in a query as it is.
  static func isSafe(_ cursor: String) -> Bool {
    cursor.utf8.count <= 1024
      && cursor.utf8.allSatisfy { byte in
        byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "&") && byte != UInt8(ascii: "#")
          && byte != UInt8(ascii: "\"")
      }
  }

  /// The next page of a range that is asked in pieces of seven days.
  func next(_ envelope: JSONValue, since: Instant) throws(VenueError) -> VenuePage? {
    if let next = try next(envelope) { return next }
    let end = (page.since ?? since) + BybitCalls.longestRange
    return end < context.now ? VenuePage(since: end) : nil
  }

  // MARK: Batches

  private func batch(_ envelope: JSONValue) throws(VenueError) -> [BatchItem] {
    let orders = Array(try result(envelope).array("list").elements)
    let outcomes = Array(try envelope.object("retExtInfo").array("list").elements)
    guard orders.count == outcomes.count else {
      throw .malformed("retExtInfo: expected as many as in the list")
    }
    var items: [BatchItem] = []
    for (order, outcome) in zip(orders, outcomes) {
      let code = try outcome.text("code")
      if code == "0" {
        items.append(
          .accepted(
            venueOrderID: Name(venueText: try order.text("orderId")),
            clientOrderID: try reports.clientOrderID(order)))
      } else {
        items.append(
          .refused(
            BybitErrors.error(
              code: code, text: try outcome.textIfStated("msg") ?? "", isQuery: false)))
      }
    }
    return items
  }
}
