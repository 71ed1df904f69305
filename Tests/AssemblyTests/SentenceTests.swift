import Assembly
import Events
import Foundation
import Testing

@Test(arguments: EventType.allCases)
func `every event has a sentence and a meaning`(_ type: EventType) {
  let sentence = Event(blank: type).sentence
  #expect(!sentence.isEmpty)
  #expect(!sentence.contains("Optional("))
  #expect(type.meaning.hasSuffix("."))
}

@Test func `the sentences of a run are different where the events are`() throws {
  var sentences: [String: Event] = [:]
  for stored in RecordedRun.shared.log where stored.proposal.type == .setupTriggered {
    let event = try Event(stored)
    #expect(sentences.updateValue(event, forKey: event.sentence) == nil)
  }
  #expect(!sentences.isEmpty)
}

@Test(arguments: EventType.allCases)
func `the meaning of an event is the summary of its declaration`(_ type: EventType) throws {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Shared/Events/Catalogue")
  for file in try FileManager.default.contentsOfDirectory(
    at: folder, includingPropertiesForKeys: nil)
  {
    let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    guard let place = lines.firstIndex(of: "public struct \(type.rawValue): Payload {") else {
      continue
    }
    let comment = lines[..<place].reversed().prefix { $0.hasPrefix("/// ") }.reversed()
    #expect(comment.map { $0.dropFirst(4) }.joined(separator: " ") == type.meaning)
    return
  }
  Issue.record("\(type.rawValue) is declared nowhere")
}

@Test func `details leave out the subject and what is absent, and show times as times`() throws {
  let stored = try #require(
    RecordedRun.shared.log.first { $0.proposal.type == .indicatorsComputed })
  let details = try Event(stored).details
  let names = details.map(\.name)
  #expect(!names.contains("instrument") && !names.contains("rsi14"))
  #expect(details.first { $0.name == "openTime" }?.text.hasSuffix("Z") == true)
  #expect(names.contains("close"))
}
