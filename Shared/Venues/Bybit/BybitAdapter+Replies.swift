import Quantities
public import Requests

extension BybitAdapter {
  public func reply(
    to call: VenueCall, page: VenuePage, _ response: VenueResponse, in context: VenueContext
  ) throws(VenueError) -> VenueReply {
    let envelope: JSONValue
    do throws(VenueError) {
      envelope = try self.envelope(of: response, to: call, in: context)
    } catch {
      // What is so already is as it was asked for.
      guard error.category == .noChange, case .trading(let setting) = call, setting.isSetting
      else { throw error }
      return VenueReply(.trading(.done))
    }
    do throws(VenueError) {
      return try BybitReplies(context: context, page: page).reply(to: call, envelope)
    } catch {
      // The venue did what was asked, but what it says of it cannot be read.
      guard !call.isQuery, error.category == .malformed else { throw error }
      throw VenueError(.unknownOutcome, code: error.code, text: error.text)
    }
  }

  /// The answer of a call that the venue accepted, or its error.
  private func envelope(
    of response: VenueResponse, to call: VenueCall, in context: VenueContext
  ) throws(VenueError) -> JSONValue {
    let document: JSONDocument
    do throws(VenueError) {
      document = try JSONDocument(response.body)
      guard document.root["retCode"]?.integer != nil else {
        throw VenueError.malformed("retCode: expected a whole number")
      }
    } catch {
      throw statusError(of: response, to: call, in: context)
        ?? VenueError(
          call.isQuery ? .malformed : .unknownOutcome,
          code: response.status == 200 ? "" : String(response.status), text: error.text)
    }
    let code = document.root["retCode"]?.text ?? ""
    guard code == "0" else {
      throw refusal(code: code, document.root, response, to: call, in: context)
    }
    guard response.status == 200 else {
      throw statusError(of: response, to: call, in: context)
        ?? VenueError(
          call.isQuery ? .malformed : .unknownOutcome, code: String(response.status))
    }
    return document.root
  }

  private func refusal(
    code: String, _ envelope: JSONValue, _ response: VenueResponse, to call: VenueCall,
    in context: VenueContext
  ) -> VenueError {
    let text = envelope["retMsg"]?.string ?? ""
    var error = BybitErrors.error(code: code, text: text, isQuery: call.isQuery)
    // What the edge refuses never reached the venue; a failure inside it may have.
    if let atEdge = statusError(of: response, to: call, in: context), response.status >= 500 {
      error.category = atEdge.category
    }
    error.retryAfter = retryAt(response, code: error, in: context).map { $0 - context.now }
    return error
  }

  /// What a status says by itself; nil for success.
  private func statusError(
    of response: VenueResponse, to call: VenueCall, in context: VenueContext
  ) -> VenueError? {
    let category: VenueError.Category
    switch response.status {
    case 200: return nil
    case 400, 404, 405, 413, 414, 415: category = .badRequest
    case 401: category = .auth
    case 403: category = isBan(response) ? .rateLimit : .permission
    case 429: category = .rateLimit
    default: category = call.isQuery ? .maintenance : .unknownOutcome
    }
    let after = rateLimit(of: call, response, in: context)
    let until = after.bannedUntil ?? after.retryAt
    return VenueError(
      category, code: String(response.status), text: "status \(response.status)",
      retryAfter: until.map { $0 - context.now })
  }

  private func isBan(_ response: VenueResponse) -> Bool {
    response.status == 403
      && String(decoding: response.body, as: UTF8.self).lowercased().contains("too frequent")
  }

  // MARK: Limits

  /// How long an address must be silent after it asked too often.
  static let banDuration = Interval.minutes(10)

  public func rateLimit(
    of call: VenueCall, _ response: VenueResponse, in context: VenueContext
  ) -> RateReport {
    let endpoint = (try? endpointCall(call, page: .first, in: context))?.path ?? ""
    var report = RateReport(
      endpoint: endpoint, limit: response.header("X-Bapi-Limit").flatMap { Int($0) },
      remaining: response.header("X-Bapi-Limit-Status").flatMap { Int($0) },
      resetsAt: response.header("X-Bapi-Limit-Reset-Timestamp").flatMap(instant))
    report.retryAt = retryAt(response, code: nil, in: context)
    if isBan(response) {
      report.bannedUntil = max(report.retryAt ?? context.now, context.now + Self.banDuration)
    }
    return report
  }

  private func instant(_ milliseconds: String) -> Instant? {
    guard let count = Int64(milliseconds), (0..<9_000_000_000_000).contains(count) else {
      return nil
    }
    return Instant(milliseconds: count)
  }

  /// When the venue will listen again, if it said so or the limit of the endpoint is used up.
  private func retryAt(
    _ response: VenueResponse, code error: VenueError?, in context: VenueContext
  ) -> Instant? {
    if let text = response.header("Retry-After"), let seconds = Int64(text),
      (0..<31_536_000).contains(seconds)
    {
      return context.now + .seconds(seconds)
    }
    guard response.status == 429 || error?.category == .rateLimit else { return nil }
    let reset = response.header("X-Bapi-Limit-Reset-Timestamp").flatMap(instant)
    return max(reset ?? context.now, context.now + .milliseconds(100))
  }
}
