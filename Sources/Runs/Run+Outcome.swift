public import JSON
public import MessagesAPI

extension Run {
  /// How a run stands, or how it ended: what the stream, the transfer and the status say together.
  public enum Outcome: Hashable, Sendable {
    /// Waiting for the answer, or for more of it.
    case streaming
    case complete
    /// All of the message came, but not the event that ends it.
    case endedWithoutTerminator
    case truncated(Cause)
    /// The server reported an error with status 200, most often in mid-stream.
    case failed(APIError)
    case cancelled
    case protocolFault(Fault)
    /// The server refused the request.
    case rejected(APIError, status: Int)
    /// The server sends the request elsewhere, which isn't followed: to its `location`, if it names one.
    case redirected(to: String?, status: Int)
    /// No answer came at all.
    case transportFailed(TransportError)

    /// Whether tool calls of such an answer may be run.
    public var allowsTools: Bool { self == .complete || self == .endedWithoutTerminator }
  }

  /// What cut an answer.
  public enum Cause: Hashable, Sendable {
    /// The body ended as if it were whole.
    case bodyEnded
    case transport(TransportError)
  }

  /// Why an answer can't be relied on.
  public enum Fault: Hashable, Sendable {
    case stream(Message.Fault)
    case emptyBody
    /// The body is something else than a message.
    case notAMessage(BodyForm)
    case invalidJSON(JSONParseError)
    case bodyTooLong(limit: Int)
  }

  /// What is to be made of the run: of its end, its status, its body and its stream together.
  public var outcome: Outcome {
    guard let end else {
      // A message that came whole doesn't wait for the connection to close.
      return head?.isSuccess == false ? .streaming : Outcome(accumulator.completion)
    }
    if let head, !head.isSuccess {
      if end == .cancelled { return .cancelled }
      return (300..<400).contains(head.status)
        ? .redirected(to: head["location"], status: head.status) : rejection(head.status)
    }
    if let bodyError { return .failed(bodyError) }
    let isDecided =
      switch accumulator.completion {
      case .complete, .failed, .protocolFault: true
      case .streaming, .endedWithoutTerminator, .truncated, .cancelled: false
      }
    if isDecided { return Outcome(accumulator.completion) }
    switch end {
    case .cancelled: return .cancelled
    case .failed(let error):
      return byteCount == 0 || error.preventsAnswer
        ? .transportFailed(error) : .truncated(.transport(error))
    case .complete:
      if let bodyFault { return .protocolFault(bodyFault) }
      return byteCount == 0 ? .protocolFault(.emptyBody) : Outcome(accumulator.completion)
    }
  }

  /// The error that the server reported, in whatever way.
  public var apiError: APIError? {
    switch outcome {
    case .failed(let error), .rejected(let error, _): error
    case .streaming, .complete, .endedWithoutTerminator, .truncated, .cancelled, .protocolFault,
      .redirected, .transportFailed:
      nil
    }
  }

  /// Whether the input of a block of this run may be given to a tool.
  public func inputState(of block: ContentBlock) -> ToolInputState {
    guard block.isStopped else { return .incomplete }
    return outcome.allowsTools ? accumulator.inputState(of: block) : .unfinishedMessage
  }

  private func rejection(_ status: Int) -> Outcome {
    var error =
      bodyError ?? accumulator.error ?? APIError(body: bodyForm == nil ? [] : body, status: status)
    error.status = status
    error.requestID = error.requestID ?? head?.requestID
    return .rejected(error, status: status)
  }
}

extension Run.Outcome {
  fileprivate init(_ completion: Message.Completion) {
    switch completion {
    case .streaming: self = .streaming
    case .complete: self = .complete
    case .endedWithoutTerminator: self = .endedWithoutTerminator
    case .truncated: self = .truncated(.bodyEnded)
    case .failed(let error): self = .failed(error)
    case .cancelled: self = .cancelled
    case .protocolFault(let fault): self = .protocolFault(.stream(fault))
    }
  }
}

extension TransportError {
  /// Whether what came with the error is no part of an answer.
  fileprivate var preventsAnswer: Bool {
    switch kind {
    case .notAllowed: true
    case .refused, .dns, .unreachable, .timeout, .tlsCertificate, .tls, .reset, .truncated,
      .encoding, .malformedResponse, .other:
      false
    }
  }
}
