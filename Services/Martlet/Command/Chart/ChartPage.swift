import Digest

/// A chart as one HTML page that needs nothing else.
struct ChartPage {
  /// The colours that a page begins with.
  enum Theme: String, CaseIterable {
    case auto, light, dark
  }

  let title: String
  let theme: Theme
  let analysis: ChartAnalysis
  let library: ChartLibrary

  /// The page. Its policy lets the two scripts run and nothing else, and asks no network.
  var html: String {
    let script = ChartPage.script
    let style = String(decoding: PackageResources.chart_css, as: UTF8.self)
    let body = String(decoding: PackageResources.chart_html, as: UTF8.self)
    return """
      <!doctype html>
      <html lang="en" data-theme="\(theme.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy([library.script, script]))">
      <meta name="viewport" content="width=device-width,initial-scale=1">
      <meta name="generator" content="martlet \(VersionCommand.version)">
      <title>\(escaped(title))</title>
      <style>
      \(style)</style>
      </head>
      <body>
      \(body)<script type="application/json" id="data">\
      \(ChartData(analysis, title: title).text)</script>
      <script>\(library.script)</script>
      <script>\(script)</script>
      </body>
      </html>

      """
  }

  /// The parts of the page's own script, as one.
  private static var script: String {
    let parts = [
      PackageResources.marks_js, PackageResources.layers_js, PackageResources.panes_js,
      PackageResources.controls_js,
    ].map { String(decoding: $0, as: UTF8.self) }
    return "(() => {\n\"use strict\";\n\(parts.joined(separator: "\n"))})();\n"
  }

  private func policy(_ scripts: [String]) -> String {
    let hashes = scripts.map { "'sha256-\(base64(SHA256.hash(Array($0.utf8)).bytes))'" }.joined(
      separator: " ")
    return "default-src 'none'; script-src \(hashes); style-src 'unsafe-inline'; "
      + "img-src data:; base-uri 'none'; form-action 'none'"
  }

  /// The name of the page of a candle file, in the current folder.
  static func name(for path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? "chart"
    for suffix in [".gz", ".csv"] where name.hasSuffix(suffix) && name != suffix {
      name.removeLast(suffix.count)
    }
    return name + ".html"
  }
}

/// Text that stands in HTML as it is.
func escaped(_ text: String) -> String {
  text.map { character in
    switch character {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"": "&quot;"
    case "'": "&#39;"
    default: String(character)
    }
  }.joined()
}
