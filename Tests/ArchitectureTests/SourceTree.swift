import Foundation
import Testing

/// The sources of the project, read as text.
struct SourceTree {
  let root: URL

  init(file: String = #filePath) {
    root = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// Every Swift file below a folder, in the order of the paths.
  func swiftFiles(under folder: String) -> [SourceFile] {
    let base = root.appendingPathComponent(folder)
    let paths =
      FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      SourceFile(
        path: "\(folder)/\(path)",
        text: (try? String(contentsOf: base.appendingPathComponent(path), encoding: .utf8)) ?? "")
    }
  }

  /// The names of the folders directly below a folder.
  func folders(in folder: String) -> [String] {
    let base = root.appendingPathComponent(folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: base.path)) ?? []
    return names.sorted().filter { name in
      let values = try? base.appendingPathComponent(name).resourceValues(forKeys: [.isDirectoryKey])
      return values?.isDirectory == true
    }
  }

  func text(of path: String) -> String {
    (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
  }
}

/// One Swift file.
struct SourceFile: CustomTestStringConvertible {
  let path: String
  let text: String

  var testDescription: String { path }

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The modules that the file imports.
  var imports: [String] {
    lines.compactMap { line in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
        words[..<place].allSatisfy({
          ["public", "package", "internal"].contains($0) || $0.hasPrefix("@")
        })
      else { return nil }
      return String(words[place + 1])
    }
  }

  /// The code without comments and without the text of strings.
  var code: String {
    lines.map { line in
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("//") { return "" }
      return text.components(separatedBy: " // ")[0]
        .replacingOccurrences(of: #""[^"]*""#, with: "\"\"", options: .regularExpression)
    }.joined(separator: "\n")
  }
}
