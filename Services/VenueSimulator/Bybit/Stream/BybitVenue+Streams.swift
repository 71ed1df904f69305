import Quantities
import VenueSimulatorCore

// What connections of streams say, and what they are answered.
extension BybitVenue {
  /// Opens a stream for a path; nil when there is none, or when there are too many.
  public mutating func openStream(_ path: String) -> Int? {
    StreamDoor(path: path).flatMap { streams.open($0) }
  }

  /// Forgets a connection that is gone.
  public mutating func closeStream(_ id: Int) { streams.close(id) }

  /// Takes the messages that are to be sent now.
  public mutating func takeMessages() -> [(id: Int, text: [UInt8])] {
    streams.takeMessages(at: exchange.now)
  }

  /// Takes the connections that are to be cut.
  public mutating func takeCuts() -> [Int] { streams.takeCuts() }

  /// Answers a message of a connection.
  public mutating func receive(_ text: [UInt8], on id: Int) {
    guard let session = streams.sessions[id] else { return }
    defer { settle() }
    let message: JSONTree
    do {
      message = try JSONTree(reading: text)
    } catch {
      return say(failure("error:invalid json", .null, session), to: id)
    }
    switch message["op"]?.scalar {
    case "ping": say(pong(message, session), to: id)
    case "auth": authenticate(message, id, session)
    case "subscribe": subscribe(message, id, session)
    case "unsubscribe": unsubscribe(message, id, session)
    case let op?
    where session.door == .orders && op.hasPrefix("order."):
      if let answer = order(op, message, id, session) { say(answer, to: id) }
    default: say(failure("error:invalid op", message, session), to: id)
    }
  }

  private mutating func say(_ tree: JSONTree, to id: Int) {
    streams.answer(tree, to: id, faults, at: exchange.now)
  }

  private func request(_ message: JSONTree) -> JSONTree { message["req_id"] ?? "" }

  private func failure(
    _ text: String, _ message: JSONTree, _ session: StreamSession
  ) -> JSONTree {
    [
      "success": false, "ret_msg": .text(text), "conn_id": .text(session.name),
      "req_id": request(message), "op": message["op"] ?? "",
    ]
  }

  private func success(_ message: JSONTree, _ session: StreamSession) -> JSONTree {
    [
      "success": true, "ret_msg": "", "conn_id": .text(session.name),
      "req_id": request(message), "op": message["op"] ?? "",
    ]
  }

  private func pong(_ message: JSONTree, _ session: StreamSession) -> JSONTree {
    switch session.door {
    case .market:
      [
        "success": true, "ret_msg": "pong", "conn_id": .text(session.name),
        "req_id": request(message), "op": "ping",
      ]
    case .account:
      [
        "req_id": request(message), "op": "pong", "args": [.text("\(now.milliseconds)")],
        "conn_id": .text(session.name),
      ]
    case .orders:
      [
        "op": "pong", "args": [.text("\(now.milliseconds)")], "connId": .text(session.name),
      ]
    }
  }

  private mutating func authenticate(_ message: JSONTree, _ id: Int, _ session: StreamSession) {
    let isOrders = session.door == .orders
    do {
      let account = try account(signing: message)
      streams.sessions[id]?.account = account
      say(
        isOrders
          ? ["retCode": 0, "retMsg": "OK", "op": "auth", "connId": .text(session.name)]
          : success(message, session), to: id)
    } catch {
      say(
        isOrders
          ? [
            "retCode": JSONTree(error.code), "retMsg": .text(error.text), "op": "auth",
            "connId": .text(session.name),
          ] : failure(error.text, message, session), to: id)
    }
  }

  /// The account whose key signed `GET/realtime` and a time to come.
  private func account(signing message: JSONTree) throws(Refusal) -> Int {
    let arguments = message["args"]?.elements?.compactMap(\.scalar) ?? []
    guard arguments.count == 3, let expiry = Int64(arguments[1]) else {
      throw Refusal(10001, "Params Error")
    }
    guard let account = exchange.accounts.firstIndex(where: { $0.key.key == arguments[0] }) else {
      throw Refusal(10003, "API key is invalid.")
    }
    guard expiry > now.milliseconds || expiry > wall.milliseconds else {
      throw Refusal(10004, "expires has passed")
    }
    let expected = Signature.of(
      Array("GET/realtime\(arguments[1])".utf8), secret: exchange.accounts[account].key.secret)
    guard Signature.isEqual(expected, arguments[2].lowercased()) else {
      throw Refusal(10004, "error sign!")
    }
    return account
  }

  private mutating func subscribe(_ message: JSONTree, _ id: Int, _ session: StreamSession) {
    let topics = message["args"]?.elements?.compactMap(\.scalar) ?? []
    if let fault = subscriptionFault(topics, session) {
      return say(failure(fault, message, session), to: id)
    }
    say(success(message, session), to: id)
    for topic in topics {
      if case .market(let category?) = session.door {
        _ = streams.join(topic, id, category, exchange, faults, now)
      } else if streams.sessions[id]?.topics.contains(topic) == false {
        streams.sessions[id]?.topics.append(topic)
      }
    }
  }

  /// Why a subscription is refused, if it is.
  private func subscriptionFault(_ topics: [String], _ session: StreamSession) -> String? {
    guard !topics.isEmpty else { return "error:args is empty" }
    let length = (session.topics + topics).reduce(0) { $0 + $1.utf8.count }
    guard length <= 21_000 else { return "args size >21000" }
    switch session.door {
    case .market(let category?):
      if category == .spot, topics.count > 10 { return "args size >10" }
      let unknown = topics.first { Streams.subject($0, category, exchange) == nil }
      return unknown.map { "error:handler not found,topic:\($0)" }
    case .market(nil): return "error:handler not found,topic:\(topics[0])"
    case .account:
      guard session.account != nil else { return "Request not authorized" }
      return topics.first { !Streams.isAccountTopic($0) }.map {
        "error:handler not found,topic:\($0)"
      }
    case .orders: return "error:invalid op"
    }
  }

  private mutating func unsubscribe(_ message: JSONTree, _ id: Int, _ session: StreamSession) {
    for topic in message["args"]?.elements?.compactMap(\.scalar) ?? [] {
      streams.sessions[id]?.topics.removeAll { $0 == topic }
      streams.leave(topic, id, session.door)
    }
    say(success(message, session), to: id)
  }

  /// An order over a stream; its answer, or nil when the connection is cut instead.
  private mutating func order(
    _ op: String, _ message: JSONTree, _ id: Int, _ session: StreamSession
  ) -> JSONTree? {
    let endpoints: [String: Endpoint] = [
      "order.create": .create, "order.amend": .amend, "order.cancel": .cancel,
      "order.create-batch": .createBatch, "order.amend-batch": .amendBatch,
      "order.cancel-batch": .cancelBatch,
    ]
    var header: [JSONTree.Member] = [
      .init("Timenow", .text("\(now.milliseconds)")), .init("Traceid", .text(session.name)),
    ]
    do throws(Refusal) {
      guard let account = session.account else { throw Refusal(10003, "not authorized") }
      guard let endpoint = endpoints[op], let argument = message["args"]?.elements?.first else {
        throw Refusal(10001, "params error: op invalid")
      }
      try checkTime(
        message["header"]?["X-BAPI-TIMESTAMP"]?.scalar ?? "",
        message["header"]?["X-BAPI-RECV-WINDOW"]?.scalar ?? "")
      if endpoint.makesOrders { truth.receive(argument, over: "stream", at: now) }
      if endpoint.makesOrders, faults.closeBefore > 0 {
        faults.closeBefore -= 1
        streams.cut(id)
        return nil
      }
      let parameters = Parameters(argument)
      try permit(endpoint, account)
      header += try count(endpoint, parameters, account).map { .init($0.name, .text($0.value)) }
      let answer = try signed(endpoint, parameters, account)
      if endpoint.makesOrders, faults.acceptThenClose > 0 {
        faults.acceptThenClose -= 1
        streams.cut(id)
        return nil
      }
      return reply(op, message, session, 0, "OK", answer.result, answer.more, header)
    } catch {
      return reply(op, message, session, error.code, error.text, [:], [:], header)
    }
  }

  private func reply(
    _ op: String, _ message: JSONTree, _ session: StreamSession, _ code: Int, _ text: String,
    _ data: JSONTree, _ more: JSONTree, _ header: [JSONTree.Member]
  ) -> JSONTree {
    [
      "reqId": message["reqId"] ?? "", "retCode": JSONTree(code), "retMsg": .text(text),
      "op": .text(op), "data": data, "retExtInfo": more, "header": .object(header),
      "connId": .text(session.name),
    ]
  }
}
