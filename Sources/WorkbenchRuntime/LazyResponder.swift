import LocalEndpoint

/// Makes the responder when the first request needs it, so that the start doesn't pay for the model.
final class LazyResponder: LocalResponder {
  private let make: @Sendable () -> any LocalResponder
  private let made = Monitor<(any LocalResponder)?>(nil)

  init(make: @escaping @Sendable () -> any LocalResponder) { self.make = make }

  func respond(to request: LocalRequest, on response: any LocalResponse) {
    let responder = made.update { made in
      let responder = made ?? make()
      made = responder
      return responder
    }
    responder.respond(to: request, on: response)
  }
}
