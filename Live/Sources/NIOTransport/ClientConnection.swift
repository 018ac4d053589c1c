import NIOCore
import NIOHTTP1
import NIOPosix
import NIOTLS
import Transports

/// One life of a connection, from `open` to its end: writes requests and puts answers together.
final class ClientConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  private enum Stage { case opening, open, requested, ended }

  /// The load's own.
  let number: Int
  private let host: String
  private let security: ClientSecurity?
  private unowned let driver: LoadDriver
  private var stage = Stage.opening
  private var channel: (any Channel)?
  private var context: ChannelHandlerContext?
  private var isWriting = false
  private var head: HTTPResponseHead?
  private var body: [UInt8] = []
  /// An answer is kept until all that came with it has been looked at, so that no request goes out on a connection of
  /// which it is known already that it is broken.
  private var whole: HTTPAnswer?

  init(_ number: Int, host: String, security: ClientSecurity?, driver: LoadDriver) {
    self.number = number
    self.host = host
    self.security = security
    self.driver = driver
  }

  /// `opened` or `ended` follows.
  func connect(with bootstrap: ClientBootstrap, to address: SocketAddress, on loop: any EventLoop) {
    let this = NIOLoopBound(self, eventLoop: loop)
    bootstrap
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try this.value.setUp(channel) }
      }
      .connect(to: address)
      .whenFailure { this.value.end(ConnectionEnd(connecting: $0)) }
  }

  private func setUp(_ channel: any Channel) throws {
    var encoding = HTTPRequestEncoder.Configuration()
    encoding.automaticallySetFramingHeaders = false
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderFieldSize = TransportLimits.fields
    limits.maxHeaderListSize = TransportLimits.fields
    limits.maxHeaderFieldCount = TransportLimits.fields
    let pipeline = channel.pipeline.syncOperations
    if let security { try pipeline.addHandler(security.handler()) }
    try pipeline.addHandlers(
      HTTPRequestEncoder(configuration: encoding),
      ByteToMessageHandler(HTTPResponseDecoder(limitConfiguration: limits)))
    try pipeline.addHandler(self)
    self.channel = channel
    // Closed before it was set up.
    if stage == .ended { channel.close(promise: nil) }
  }

  // MARK: What the driver asks

  /// Writes a request, and hands it to the system, before it returns.
  func send(_ call: HTTPCall) {
    // The other side has ended it, and the load is about to be told.
    guard stage != .ended else { return }
    precondition(stage == .open, "connection \(number) is sent a request and cannot take one")
    guard let context else { return }
    stage = .requested
    isWriting = true
    context.write(wrapOutboundOut(.head(requestHead(of: call))), promise: nil)
    if !call.body.isEmpty {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: call.body)))), promise: nil)
    }
    context.write(wrapOutboundOut(.end(nil)), promise: nil)
    context.flush()
    isWriting = false
  }

  private func requestHead(of call: HTTPCall) -> HTTPRequestHead {
    let method = HTTPMethod(rawValue: call.method)
    var fields: [(String, String)] = []
    fields.reserveCapacity(call.fields.count + 2)
    fields.append(("host", host))
    for field in call.fields { fields.append((field.name, field.value)) }
    if !call.body.isEmpty || [.POST, .PUT, .PATCH].contains(method) {
      fields.append(("content-length", String(call.body.count)))
    }
    return HTTPRequestHead(version: .http1_1, method: method, uri: call.path, headers: HTTPHeaders(fields))
  }

  /// Closes without a word to the load.
  func retire() {
    stage = .ended
    release()
  }

  // MARK: What the channel says

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelActive(context: ChannelHandlerContext) {
    if security == nil { return begin() }
    // A connection that is never secured would wait for ever.
    let this = NIOLoopBound(self, eventLoop: context.eventLoop)
    context.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(TransportLimits.connect)) {
      if this.value.stage == .opening { this.value.end(.unreachable("no TLS in time")) }
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent { begin() }
    context.fireUserInboundEventTriggered(event)
  }

  private func begin() {
    guard stage == .opening else { return }
    stage = .open
    driver.note(.opened, of: self)
    driver.tell()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard stage == .requested else { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      // The decoder drops interim answers, but for the one that changes the protocol.
      guard head.status.code >= 200 else { return end(.malformed("status \(head.status.code) as a final answer")) }
      self.head = head
    case .body(let part):
      guard body.count + part.readableBytes <= TransportLimits.body else { return end(.tooLarge) }
      body.append(contentsOf: part.readableBytesView)
    case .end:
      guard let head else { return }
      whole = HTTPAnswer(
        status: Int(head.status.code), fields: head.headers.map { HTTPField($0.name, $0.value.withoutTrailingBlanks) },
        body: body)
      body = []
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    guard whole != nil else { return }
    noteAnswer()
    driver.tell()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    noteLast(stage == .opening ? ConnectionEnd(securing: error) : ConnectionEnd(speaking: error))
  }

  func channelInactive(context: ChannelHandlerContext) {
    // A write that fails closes the channel, and tells why only to whoever waits for the write. Nobody does, and there
    // is one reason: the other side is no more.
    noteLast(stage == .opening ? .unreachable("closed before TLS was agreed on") : isWriting ? .reset : .closed)
  }

  // MARK: What becomes of it

  /// Notes the answer that is whole, and the end where it was the last one.
  private func noteAnswer() {
    guard stage == .requested, let answer = whole, let head else { return }
    whole = nil
    self.head = nil
    stage = .open
    driver.note(.answered(answer), of: self)
    if !head.isKeepAlive { noteEnd(.closed) }
  }

  private func noteEnd(_ end: ConnectionEnd) {
    stage = .ended
    driver.note(.ended(end), of: self)
    release()
  }

  private func end(_ end: ConnectionEnd) {
    guard stage != .ended else { return }
    noteEnd(end)
    driver.tell()
  }

  /// The end after an answer that may have come whole before it.
  private func noteLast(_ end: ConnectionEnd) {
    guard stage != .ended else { return }
    noteAnswer()
    if stage != .ended { noteEnd(end) }
    driver.tell()
  }

  private func release() {
    head = nil
    whole = nil
    body = []
    channel?.close(promise: nil)
    channel = nil
  }
}

extension String {
  /// The decoder has removed the leading ones alone.
  fileprivate var withoutTrailingBlanks: String {
    guard utf8.last == 0x20 || utf8.last == 0x09 else { return self }
    return String(self[..<(lastIndex { $0 != " " && $0 != "\t" }.map(index(after:)) ?? startIndex)])
  }
}
