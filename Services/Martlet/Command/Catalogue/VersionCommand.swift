import ServiceKit

/// `martlet version`: which program this is.
enum VersionCommand: Command {
  static let version = "0.1.0"

  static let verb = Verb(
    "version", "Print the version, and the identity of this executable.",
    details: "The identity is the first half of the SHA-256 of the executable.",
    options: [.json])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let build = BuildIdentity.current
    if invocation.flag("json") {
      Program.print(#"{"version":"\#(version)","build":"\#(build)"}"#)
    } else {
      Program.print("martlet \(version) (build \(build))")
    }
    return .ok
  }
}
