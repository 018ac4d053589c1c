import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Transports

/// A service behind Hummingbird, on one event loop: gives it the requests, and wakes it.
final class ServiceDriver {
  /// Bytes of the body of a request; a larger one is answered with 413.
  static let bodyLimit = 1 << 20
  /// Connections that wait to be accepted; the system may allow fewer.
  static let backlog = 4_096

  private let loop: any EventLoop
  private let executor: LoopExecutor
  /// Nil once it is over.
  private var service: (any Transports.Service)?
  private var server: Task<Void, Never>?
  /// Requests that the service has not answered. They end with it.
  private var waiting: [Int: CheckedContinuation<HTTPAnswer?, Never>] = [:]
  private var received = 0
  private lazy var timer = WakeTimer(on: loop) { [unowned self] in wake() }
  /// Why it could not listen.
  private(set) var failure: (any Error)?

  init(_ service: any Transports.Service, on loop: any EventLoop) {
    self.service = service
    self.loop = loop
    executor = LoopExecutor(loop)
  }

  /// Listens, and gives the service the word for the first time. The loop ends with the service, or when it cannot
  /// listen.
  func begin(port: Int, whenReady: @escaping @Sendable (Int) -> Void) {
    service?.begin { WakeTimer.now }
    let this = NIOLoopBound(self, eventLoop: loop)
    let application = application(port: port) { port in
      whenReady(port)
      this.value.wake()
    }
    server = Task(executorPreference: executor) {
      do {
        try await application.run()
      } catch {
        this.value.failed(error)
      }
      this.value.loop.shutdownGracefully { _ in }
    }
  }

  private func application(
    port: Int, whenListening: @escaping @Sendable (Int) -> Void
  ) -> Application<CallbackResponder<ServiceContext>> {
    let this = NIOLoopBound(self, eventLoop: loop)
    var logger = Logger(label: "orrery")
    logger.logLevel = .critical
    return Application(
      responder: CallbackResponder { request, context in
        try await ServiceDriver.respond(to: request, on: context.channel, by: this)
      },
      configuration: ApplicationConfiguration(
        address: .hostname("127.0.0.1", port: port), backlog: Self.backlog),
      onServerRunning: { channel in whenListening(channel.localAddress?.port ?? port) },
      eventLoopGroupProvider: .shared(loop), logger: logger)
  }

  private static func respond(
    to request: Request, on channel: any Channel, by driver: NIOLoopBound<ServiceDriver>
  ) async throws -> Response {
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: bodyLimit)
    } catch is NIOTooManyBytesError {
      return Response(status: .contentTooLarge)
    }
    let host = request.head.authority.map { [Transports.HTTPField("host", $0)] } ?? []
    let call = HTTPCall(
      method: request.method.rawValue, path: request.head.path ?? "/",
      fields: host + request.headers.map { Transports.HTTPField($0.name.rawName, $0.value) },
      body: Array(body.readableBytesView))
    let answer = await withCheckedContinuation { driver.value.take(call, for: $0) }
    guard let answer else {
      // It is over. What is thrown would be an answer with 500 on a connection that is open.
      channel.close(promise: nil)
      throw CancellationError()
    }
    var fields = HTTPFields()
    for field in answer.fields {
      guard let name = HTTPTypes.HTTPField.Name(field.name) else {
        preconditionFailure("a service answers with a field that is called '\(field.name)'")
      }
      fields.append(HTTPTypes.HTTPField(name: name, value: field.value))
    }
    return Response(
      status: HTTPResponse.Status(code: answer.status), headers: fields,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }

  private func take(_ call: HTTPCall, for continuation: CheckedContinuation<HTTPAnswer?, Never>) {
    guard let service else { return continuation.resume(returning: nil) }
    let number = received
    received += 1
    waiting[number] = continuation
    service.received(call) { [weak self] answer in
      self?.waiting.removeValue(forKey: number)?.resume(returning: answer)
    }
    wake()
  }

  private func wake() {
    guard let service else { return }
    if let wanted = service.wake() { timer.set(wanted) } else { finish() }
  }

  private func failed(_ error: any Error) {
    // The end of the service is told to the server as a cancellation.
    if service != nil { failure = error }
    finish()
  }

  private func finish() {
    service = nil
    timer.cancel()
    for continuation in waiting.values { continuation.resume(returning: nil) }
    waiting = [:]
    server?.cancel()
  }
}

/// What a request comes with: its connection.
struct ServiceContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}
