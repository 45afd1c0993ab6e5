/// What the command line says about how the interface starts.
public struct LaunchOptions: Hashable, Sendable {
  /// The name of a preset, or the path of a file with one; nil for the draft.
  public var preset: String?
  /// The name of an endpoint, or a URL.
  public var endpoint: String?
  /// The name of a theme.
  public var theme: String?

  public init(preset: String? = nil, endpoint: String? = nil, theme: String? = nil) {
    self.preset = preset
    self.endpoint = endpoint
    self.theme = theme
  }
}
