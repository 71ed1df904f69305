import Foundation
import Testing

/// A browser without a window, led through two pipes by the protocol of its developer tools.
final class Browser {
  private static let path = ["chromium-headless-shell", "chromium"].map { "/usr/bin/\($0)" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Whether there is one; says so in the output when there is none.
  static let isPresent: Bool = {
    if path == nil { print("skipped: no browser; make test-deps installs it") }
    return path != nil
  }()

  private let process: Running
  /// Where it reads what it is told, and where it answers.
  private let orders: Int32
  private let answers: Int32
  private var session: String?
  private var nextID = 1
  private var unread: [UInt8] = []
  /// What scripts and the browser complained of.
  private(set) var complaints: [String] = []
  /// Every address that the page asked for.
  private(set) var requests: [String] = []

  init(in scratch: Scratch) throws {
    let pipes = try ["orders", "answers"].map { name in
      let pipe = "\(scratch.path)/browser.\(name)"
      let made = unsafe mkfifo(pipe, 0o600)
      try #require(made == 0)
      // For reading and writing, so that neither end waits for the other.
      return (path: pipe, descriptor: unsafe Foundation.open(pipe, O_RDWR | O_CLOEXEC))
    }
    orders = pipes[0].descriptor
    answers = pipes[1].descriptor
    let arguments = [
      "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1100,760",
      "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=\(scratch.path)/browser",
      "--remote-debugging-pipe",
    ]
    process = try Running(
      "/bin/sh",
      ["-c", "exec \"$0\" \"$@\" 3<'\(pipes[0].path)' 4>'\(pipes[1].path)'", #require(Self.path)]
        + arguments, output: "\(scratch.path)/browser.output")
  }

  /// Opens a page from the disk and waits until its script has drawn or failed.
  func open(_ page: String) throws {
    session = nil
    let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"]
    let attached = try call(
      "Target.attachToTarget", ["targetId": try #require(target), "flatten": true])
    session = try #require(attached["sessionId"] as? String)
    for domain in ["Runtime", "Log", "Network", "Page"] { _ = try call("\(domain).enable") }
    _ = try call("Page.navigate", ["url": "file://\(page)"])
    try wait(seconds: 30, for: "the drawing of \(page)") {
      try evaluate("document.documentElement?.dataset.candles != null") as? Bool == true
        || !complaints.isEmpty
    }
  }

  /// The value of an expression in the page; a promise is waited for.
  func evaluate(_ expression: String) throws -> Any? {
    let result = try call(
      "Runtime.evaluate",
      ["expression": expression, "returnByValue": true, "awaitPromise": true])
    try #require(result["exceptionDetails"] == nil, "\(result["exceptionDetails"] ?? "")")
    return (result["result"] as? [String: Any])?["value"]
  }

  /// An attribute of the root element that begins with "data-".
  func root(_ name: String) throws -> String? {
    try evaluate("document.documentElement.dataset.\(name) ?? null") as? String
  }

  /// The text of the element with an id.
  func text(of id: String) throws -> String? {
    try evaluate("document.getElementById('\(id)').textContent") as? String
  }

  /// The values that stand in the panes of a chart.
  var legend: String {
    get throws {
      let texts = "[...document.querySelectorAll('.legend')].map((x) => x.innerText).join(' ')"
      return try evaluate(texts) as? String ?? ""
    }
  }

  /// Moves the mouse there.
  func pointAt(x: Int, y: Int) throws {
    _ = try call("Input.dispatchMouseEvent", ["type": "mouseMoved", "x": x, "y": y])
    _ = try evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
  }

  /// Ends it.
  func close() {
    session = nil
    _ = try? call("Browser.close")
    _ = try? process.end(within: 10)
    process.kill()
    Foundation.close(orders)
    Foundation.close(answers)
  }
}

/// Gives a test a browser, and ends it.
func withBrowser<R>(in scratch: Scratch, _ body: (Browser) throws -> R) throws -> R {
  let browser = try Browser(in: scratch)
  defer { browser.close() }
  return try body(browser)
}

// MARK: - messages: JSON, each ended by a byte of zero

extension Browser {
  /// Tells it to do something and waits for the answer; notes what it reports meanwhile.
  func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    let id = nextID
    nextID += 1
    var message: [String: Any] = ["id": id, "method": method, "params": parameters]
    message["sessionId"] = session
    try send(JSONSerialization.data(withJSONObject: message) + [0])
    let deadline = Date(timeIntervalSinceNow: 120)
    while Date() < deadline {
      guard let message = try receive() else { continue }
      guard message["id"] as? Int == id else {
        note(message)
        continue
      }
      if let error = message["error"] { throw TookTooLong(description: "\(method): \(error)") }
      return message["result"] as? [String: Any] ?? [:]
    }
    throw TookTooLong(description: "\(method) got no answer; \(process.complaints.suffix(500))")
  }

  private func send(_ data: Data) throws {
    var rest = data[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Foundation.write(orders, $0.baseAddress!, $0.count)
      }
      try #require(count > 0)
      rest = rest.dropFirst(count)
    }
  }

  /// The next message; nil when none came for a while.
  private func receive() throws -> [String: Any]? {
    while true {
      if let end = unread.firstIndex(of: 0) {
        let data = Data(unread[..<end])
        unread.removeSubrange(...end)
        return try JSONSerialization.jsonObject(with: data) as? [String: Any]
      }
      var item = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&item, 1, 200) > 0 else { return nil }
      var part = [UInt8](repeating: 0, count: 1 << 16)
      let count = unsafe read(answers, &part, part.count)
      if count > 0 { unread += part[..<count] }
    }
  }

  private func note(_ message: [String: Any]) {
    let parameters = message["params"] as? [String: Any] ?? [:]
    switch message["method"] as? String {
    case "Runtime.exceptionThrown": complaints.append("\(parameters["exceptionDetails"] ?? "")")
    case "Runtime.consoleAPICalled": complaints.append("\(parameters["args"] ?? "")")
    case "Log.entryAdded": complaints.append("\(parameters["entry"] ?? "")")
    case "Network.requestWillBeSent":
      let request = parameters["request"] as? [String: Any]
      requests.append(request?["url"] as? String ?? "")
    default: break
    }
  }
}
