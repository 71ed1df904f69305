import Assembly
import Events

/// An explanation in words.
struct ExplanationText {
  private let explanation: Explanation

  init(_ explanation: Explanation) { self.explanation = explanation }

  var text: String {
    var lines = [title]
    if let refusal = explanation.story.compactMap(\.refusal).first {
      lines += ["", "Why not: \(refusal)."]
    }
    if !explanation.story.isEmpty {
      lines += ["", "The story"]
      for event in explanation.story { lines += entry(event, with: Self.isWeighty) }
    }
    if !explanation.signals.isEmpty {
      lines += ["", "Signals on the instrument in the bars before"]
      lines += explanation.signals.map(\.line.text)
    }
    lines += ["", "The causes, back to what it began with"]
    for event in explanation.chain { lines += entry(event) { _ in true } }
    return lines.joined(separator: "\n")
  }

  private var title: String {
    switch explanation.thing {
    case .event(let seq):
      guard let event = explanation.chain.first else { return "Event \(seq)" }
      let proposal = event.stored.proposal
      return "Event \(seq) (\(proposal.id)): \(proposal.type.rawValue) of "
        + "\(event.stored.producer.rawValue) about \(proposal.subject)"
        + (proposal.correlation.map { ", belongs to setup \($0.short)" } ?? "")
    case .setup, .trade, .order:
      let about = explanation.story.first.map { " on \($0.stored.proposal.subject)" } ?? ""
      return explanation.thing.text.capitalizedFirst + about
    }
  }

  private func entry(
    _ event: ExplainedEvent, with showsDetails: (EventType) -> Bool
  ) -> [String] {
    var lines = [event.line.text]
    guard showsDetails(event.stored.proposal.type), let details = event.event?.details else {
      return lines
    }
    var line = ""
    for detail in details {
      let part = "\(detail.name) \(detail.text)"
      if !line.isEmpty, line.count + part.count > 84 {
        lines.append(Self.indent + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " · ") + part
    }
    if !line.isEmpty { lines.append(Self.indent + line) }
    return lines
  }

  private static let indent = String(repeating: " ", count: 10)

  /// The steps of a story whose numbers decide.
  private static func isWeighty(_ type: EventType) -> Bool {
    switch type {
    case .setupFormed, .setupActivated, .setupTriggered, .setupRejected, .setupInvalidated,
      .tradeApproved, .tradeRefused, .tradeOpened, .tradeClosed:
      true
    default: false
    }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
