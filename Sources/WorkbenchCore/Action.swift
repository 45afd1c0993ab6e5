public import Presets
public import Runs
public import TerminalUI

/// What happens to the program: a key, an answer's bytes, the outcome of an effect.
public enum Action: Hashable, Sendable {
  case input(InputEvent)
  case perform(Command)
  case run(Run.ID, RunUpdate)
  /// Runs of earlier sessions, the oldest first.
  case runsRestored([Run])
  case models([String], baseURL: String)
  case presetsListed([WorkbenchState.PresetSummary], problem: String? = nil)
  case presetLoaded(Preset, name: String, isShipped: Bool)
  case presetSaved(Preset, name: PresetName)
  /// The file isn't what it was thought to be, so replacing it has to be asked for.
  case presetConflict(PresetName, reason: String)
  case presetDeleted(PresetName)
  /// What the external editor left, or nil when it changed nothing.
  case edited(String?)
  /// The configuration file or a theme was saved; what is wrong with it, worst first.
  case configured(Settings, problems: [String])
  case imageRead(path: String, ImageReading)
  /// A file that may hold a request was read.
  case requestRead(path: String, TextReading)
  /// How far a path goes on without a choice, and the names to choose from then.
  case pathCompleted(String, to: String, choices: [String])
  /// The embedded endpoint drew a token for the request with an id.
  case sampled(TokenSample, requestID: String)
  case fileWritten(path: String, byteCount: Int)
  case fileNotWritten(path: String, reason: String)
  /// There is a file of that name already, so replacing it has to be asked for.
  case fileConflict(path: String, bytes: [UInt8], RunExport)
  /// The search has more text to go through.
  case continueSearch
  /// What was found out about the text in the editor, and the number of the question.
  case examined(TextQuestion.Answer, number: Int)
  /// What was copied is in a file, too; whether a terminal was given it for its clipboard.
  case copyKept(path: String, isSent: Bool)
  case failed(String)
  /// The program is being left, and waits for files that can't be written now.
  case awaitsFiles
  case notice(WorkbenchState.Notice)
  case logged(String)

  /// Whether it is more of an answer, which changes nothing but the pane that shows it.
  public var isArrival: Bool {
    switch self {
    case .run(_, .chunk), .sampled: true
    default: false
    }
  }

  /// What came of reading an image.
  public enum ImageReading: Hashable, Sendable {
    case image(mediaType: String, base64: String)
    case failure(String)
  }

  /// What came of reading a text.
  public enum TextReading: Hashable, Sendable {
    case text(String)
    case failure(String)
  }

  /// What comes from a request that is under way.
  public enum RunUpdate: Hashable, Sendable {
    /// The request is on its way, at a time in seconds since 1970.
    case started(Run.Request, endpointName: String, at: Double)
    case head(ResponseHead, at: Duration)
    case chunk([UInt8], at: Duration)
    case end(Run.End, at: Duration)
  }
}
