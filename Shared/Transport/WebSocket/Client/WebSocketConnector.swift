public import Quantities
import Synchronization

/// Opens a WebSocket on a thread of its own, so that its owner need not wait: the descriptor
/// becomes readable when it stands or has failed. Dropped before that, nobody hears of the outcome.
public final class WebSocketConnector: Sendable {
  /// What the thread leaves behind.
  private final class Outcome: Sendable {
    let client = Mutex<WebSocketClient?>(nil)
    let failure = Mutex<WebSocketFailure?>(nil)
  }

  private let outcome = Outcome()
  private let wakeUp: WakeUp

  /// Begins to connect.
  public init(
    _ url: String, _ options: WebSocketClient.Options = WebSocketClient.Options(), at now: Instant
  ) throws(WebSocketFailure) {
    do throws(TransportError) {
      let wakeUp = try WakeUp()
      self.wakeUp = wakeUp
      let thread = try WorkerThread { [outcome] in
        do throws(WebSocketFailure) {
          // Kept in an optional, since a closure may take that away.
          var client: WebSocketClient? = try WebSocketClient(url, options, at: now)
          outcome.client.withLock { $0 = client.take() }
        } catch {
          outcome.failure.withLock { $0 = error }
        }
        wakeUp.ring()
      }
      thread.detach()
    } catch {
      throw .transport(error.reason)
    }
  }

  /// Readable when there is an outcome.
  public var descriptor: Int32 { wakeUp.descriptor }

  /// The client, once; nil while it is not there yet. Its watch over silence begins now.
  public func take(at now: Instant) throws(WebSocketFailure) -> WebSocketClient? {
    if let failure = outcome.failure.withLock({ $0 }) { throw failure }
    guard var client = outcome.client.withLock({ $0.take() }) else { return nil }
    client.watchAnew(at: now)
    wakeUp.clear()
    return client
  }
}
