import Foundation

/// A listening socket in the file system that stands where another one was, and leads to it.
struct SocketDoor {
  private let path: String
  private var listener: Int32 = -1
  private var own: ino_t = 0
  private var seen: (file: ino_t, since: Date) = (0, .distantPast)

  init(path: String) { self.path = path }

  /// Where the socket stands that was there before.
  private var behind: String { path + ".behind" }

  var readable: [pollfd] {
    listener < 0 ? [] : [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
  }

  /// Takes the place of a socket that has been there for a while; the journal tests its own
  /// sockets first.
  mutating func standBefore() {
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return }
    if listener >= 0, status.st_ino == own { return }
    if seen.file != status.st_ino { seen = (status.st_ino, Date()) }
    guard Date().timeIntervalSince(seen.since) > 0.3 else { return }
    guard unsafe rename(path, behind) == 0 else { return }
    close()
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard unsafe address(of: path, { unsafe bind(listener, $0, $1) }) == 0,
      listen(listener, 64) == 0
    else {
      _ = unsafe rename(behind, path)
      return close()
    }
    _ = fcntl(listener, F_SETFL, O_NONBLOCK)
    if unsafe lstat(path, &status) == 0 { own = status.st_ino }
  }

  /// A connection that came, and one to the socket behind; nil when none waits.
  func accept() -> (near: Int32, far: Int32)? {
    guard listener >= 0 else { return nil }
    let near = Foundation.accept(listener, nil, nil)
    guard near >= 0 else { return nil }
    let far = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard unsafe address(of: behind, { unsafe connect(far, $0, $1) }) == 0 else {
      Foundation.close(near)
      Foundation.close(far)
      return nil
    }
    return (near, far)
  }

  mutating func close() {
    if listener >= 0 { Foundation.close(listener) }
    listener = -1
  }

  private func address(
    of path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &name.sun_path) { room in
      unsafe room.copyBytes(from: path.utf8.prefix(room.count - 1))
    }
    return unsafe withUnsafePointer(to: &name) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
