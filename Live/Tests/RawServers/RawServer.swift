import Foundation

/// A server on 127.0.0.1 that does with its connections whatever a test wants, each on a thread of its own.
public final class RawServer: Sendable {
  /// On 127.0.0.1.
  public let port: Int
  private let listener: Int32

  /// - Parameter behaviour: what is done with each connection, by its number; it is closed afterwards.
  public init(_ behaviour: @escaping @Sendable (RawConnection, Int) -> Void) throws {
    let (listener, port) = try Self.listen()
    self.listener = listener
    self.port = port
    Thread.detachNewThread {
      var count = 0
      while true {
        let accepted = accept(listener, nil, nil)
        guard accepted >= 0 else { return }
        let number = count
        count += 1
        Thread.detachNewThread {
          let connection = RawConnection(accepted)
          behaviour(connection, number)
          connection.close()
        }
      }
    }
  }

  /// Accepts no more; connections that are open stay with their threads.
  public func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// A port of 127.0.0.1 on which nobody listens.
  public static func deadPort() throws -> Int {
    let (listener, port) = try listen()
    close(listener)
    return port
  }

  private static func listen() throws -> (socket: Int32, port: Int) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, length) == 0 && Glibc.listen(listener, 64) == 0
          && getsockname(listener, pointer, &length) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
    return (listener, Int(UInt16(bigEndian: address.sin_port)))
  }
}

/// One connection of a `RawServer`.
public final class RawConnection {
  private let socket: Int32
  private var isOpen = true

  init(_ socket: Int32) {
    self.socket = socket
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  /// What one read of the socket gives; empty at its end.
  public func read() -> String {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(socket, &buffer, buffer.count, 0)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }

  /// Whether all of it went out.
  @discardableResult
  public func write(_ text: String) -> Bool { write(Array(text.utf8)) }

  @discardableResult
  public func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Waits until the other side has closed.
  public func drain() { while !read().isEmpty {} }

  /// As it ends by itself when its behaviour returns.
  public func close() {
    if isOpen { Glibc.close(socket) }
    isOpen = false
  }

  /// Closes with RST.
  public func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    close()
  }
}
