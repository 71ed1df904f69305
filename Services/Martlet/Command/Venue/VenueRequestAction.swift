import ServiceKit
import Venues

/// `martlet venue request`: a call as the request that it would be.
enum VenueRequestAction {
  static func run(_ invocation: Invocation) throws -> ExitCode {
    let adapter = try VenueCommand.venue(invocation)
    let option = invocation.value("json")
    let text = option == "-" ? input() : option
    do throws(VenueError) {
      Program.print(try UnifiedRow(Array(text.utf8)).request(by: adapter).json)
    } catch {
      let field = error.field.isEmpty ? "" : " (\(error.field))"
      throw CommandFailure("\(error.category.rawValue)\(field): \(error.text)", .usage)
    }
    return .ok
  }

  private static func input() -> String {
    var text = ""
    while let line = readLine(strippingNewline: false) { text += line }
    return text
  }
}
