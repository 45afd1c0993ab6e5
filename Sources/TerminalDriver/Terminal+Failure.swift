extension Terminal {
  /// Why a terminal can't be taken over.
  public enum Failure: Error, Hashable, Sendable {
    /// The standard input is a file, a pipe, or nothing.
    case inputIsNoTerminal
    /// The standard output is a file, a pipe, or nothing.
    case outputIsNoTerminal
    /// `TERM` isn't set.
    case noType
    /// There is no description of the type that `TERM` names.
    case unknownType(String)
    /// The type that `TERM` names has no cursor to move, as `dumb` hasn't.
    case cannotMoveCursor(String)
    /// A system call failed with a number from `errno`.
    case systemCall(String, Int32)
  }
}
