import MessagesAPI
public import Presets
public import Runs

/// Something for the world outside to do. Its outcome comes back as an `Action`.
public enum Effect: Hashable, Sendable {
  /// Send the body to the endpoint; everything that comes back is told as `Action.run`.
  case startRun(Run.ID, endpoint: Endpoint, body: [UInt8])
  /// Close the connection of a run. Its end is told as for any other.
  case cancelRun(Run.ID)
  /// Ask the endpoint what it serves.
  case listModels(Endpoint)
  /// Keep a run that has ended for later sessions, if that is wished.
  case keepRun(Run.ID)
  case listPresets
  case loadPreset(name: String, isShipped: Bool)
  /// Save under a name. A file that is there already, or that someone else changed, is replaced only if
  /// that is meant.
  case savePreset(Preset, name: PresetName, over: Replaced)
  case deletePreset(PresetName)
  /// Let a text be edited in `$VISUAL` or `$EDITOR`.
  case editExternally(text: String, fileExtension: String)
  /// Read an image file and put it in base64.
  case readImage(path: String)
  /// Read a file with a request of any form.
  case readRequest(path: String)
  /// Find out how a path may go on.
  case completePath(String)
  case copy(String)
  case useTheme(name: String)
  /// Remember a theme that was chosen, until the configuration file names another than now.
  case keepTheme(name: String, over: String?)
  /// Keep the draft for the next start.
  case saveDraft
  /// Show a text in `$PAGER`.
  case page(text: String)
  /// Write a file. One that is there already is replaced only if that is meant.
  case writeFile(path: String, bytes: [UInt8], RunExport, replaces: Bool)
  /// Say `Action.continueSearch` when the keys that wait have been heard.
  case continueSearch
  /// Find something out about a long text, which comes back as `Action.examined`. Of questions of one
  /// kind only the last one need be answered.
  case examine(TextQuestion)
  case suspend
  case redraw
  case quit

  /// Which file of the same name a saved preset may take the place of.
  public enum Replaced: Hashable, Sendable {
    /// None: whoever saves under a new name is asked.
    case nothing
    /// The one that the preset was read from, unless someone changed it since.
    case itself
    case anything
  }
}
