public import JSON
public import Runs

/// What a server is to do wrong, as data: the engine behind `serve --script` and this project's
/// tests.
///
/// A script is a JSON object with `steps`. A request is answered by the first step that matches it
/// and isn't used up; without one, by the endpoint itself.
///
/// ```json
/// {"steps": [
///   {"match": {"model": "fault/busy"}, "times": 2, "status": 529, "headers": {"retry-after": "1"},
///    "body": {"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}},
///   {"say": "Hello there", "edits": [{"drop": "message_stop"}], "piece": 1, "cut": {"at": 200}}
/// ]}
/// ```
public struct FaultScript: Hashable, Sendable {
  /// What to do, in the order in which requests are compared.
  public var steps: [Step]

  /// Makes a script.
  public init(_ steps: [Step] = []) {
    self.steps = steps
  }

  /// How some requests are answered.
  public struct Step: Hashable, Sendable {
    /// `match`: which requests; all unless given.
    public var match = Match()
    /// `times`: how many requests; any number unless given.
    public var times: Int?
    /// `early`: whether to answer over HTTP as soon as the header has come, and to close then. The
    /// model isn't known yet.
    public var isEarly = false
    /// `delay_ms`: how long to wait before the head.
    public var delay: Duration = .zero
    /// `status`: in place of 200 or the endpoint's.
    public var status: Int?
    /// `headers`: an object, or a list of pairs; those of the endpoint stay unless they have the
    /// same name.
    public var headers: [HTTPHeader] = []
    /// `framing`: `"chunked"`, `"close"`, or a number that is sent as `content-length`, true or
    /// not.
    public var framing: BodyFraming?
    /// `as_model`: what the endpoint is asked for in place of the model that was named; its default
    /// one unless given, if only the script knows the name.
    public var modelToAsk: String?
    /// `raw`, `body`, `error`, `stream` or `say`; the endpoint's own answer unless given.
    public var content = Content.endpoint
    /// `edits`: changes of the stream's events, one after the other.
    public var edits: [EventEdit] = []
    /// How the bytes are sent.
    public var delivery = Delivery()

    /// Makes a step that passes on the endpoint's answer as it is.
    public init() {}
  }

  /// Which requests a step answers.
  public struct Match: Hashable, Sendable {
    /// `method`.
    public var method: String?
    /// `path`, up to its query.
    public var path: String?
    /// `model`, as the body names it; a `*` at the end stands for anything.
    public var model: String?

    /// Makes a match of every request.
    public init() {}
  }

  /// What a step answers with.
  public enum Content: Hashable, Sendable {
    /// What the endpoint itself says.
    case endpoint
    /// `body`: a text, or JSON.
    case body([UInt8], type: String)
    /// `error`: a message, as an error of the API with the type that goes with the status and the
    /// id of the request.
    case error(String)
    /// `stream`: a list of items; or `say`: a text as a whole and correct stream.
    case stream([Item])
    /// `raw`: a list of items that stand in place of the whole answer, head included.
    case raw([Item])
  }

  /// A piece of an answer.
  public enum Item: Hashable, Sendable {
    /// A text, or `{"hex": "ff 0a"}`.
    case bytes([UInt8])
    /// `{"event": NAME, "data": JSON or text}`; null names no event.
    case event(String?, [UInt8])
    /// `{"fill": TEXT, "count": N}`: a text N times.
    case fill([UInt8], count: Int)
    /// `{"pause_ms": N}`.
    case pause(Duration)
  }

  /// A change of a stream's events. A name means all events of that name.
  public enum EventEdit: Hashable, Sendable {
    /// `{"drop": NAME}`
    case drop(String)
    /// `{"duplicate": NAME}`
    case duplicate(String)
    /// `{"swap": [I, J]}`: exchanges two events, counted from 0.
    case swap(Int, Int)
    /// `{"rename": NAME, "to": NAME}`: in the `event` line only; null removes the line.
    case rename(String, to: String?)
    /// `{"unname": true}`: removes all `event` lines.
    case unname
    /// `{"set": POINTER, "in": NAME, "value": JSON}`: changes the data; removes without a value.
    case set(JSONPointer, in: String, JSONValue?)
    /// `{"insert": ITEM, "at": I}`: before the Ith event; at the end when there are fewer.
    case insert(Item, at: Int)
    /// `{"keep": N}`: drops all events but the first N.
    case keep(Int)
    /// `{"stops_last": true}`: closes all blocks at the end, so that they overlap, as llama.cpp
    /// does.
    case stopsLast
  }

  /// How bytes are sent.
  public struct Delivery: Hashable, Sendable {
    /// `piece`: how many bytes are sent at a time; several sizes take turns. Otherwise item by
    /// item.
    public var pieces: [Int] = []
    /// `pace_ms`: the pause after each piece.
    public var pace: Duration = .zero
    /// `line_end`: in place of the LF of stream items.
    public var lineEnd = "\n"
    /// `byte_order_mark`: whether one stands at the start.
    public var hasByteOrderMark = false
    /// `repeat`: how often the content is sent; `"forever"` is `Int.max`.
    public var repetitions = 1
    /// `stalls`: pauses at offsets of the body, in bytes.
    public var stalls: [Stall] = []
    /// `cut`: how the connection breaks, and after how many bytes of the body.
    public var cut: Cut?

    /// Makes a delivery of everything as it is.
    public init() {}
  }

  /// `{"at": N, "ms": N}`
  public struct Stall: Hashable, Sendable {
    public var offset: Int
    public var duration: Duration
  }

  /// `{"at": N, "by": "close" | "reset"}`
  public struct Cut: Hashable, Sendable {
    public var offset: Int
    public var kind: ConnectionCut
  }
}
