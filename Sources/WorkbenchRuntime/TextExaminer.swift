import Dispatch
import LocalEndpoint
import WorkbenchCore

/// Answers questions about long texts on a thread of its own, when no newer one of their kind has come
/// within a moment: while someone types, nobody waits for the answers between.
final class TextExaminer: Sendable {
  private let queue = DispatchQueue(label: "texts")
  private let mailbox: Mailbox
  /// The newest question about the syntax, and the newest one about matches.
  private let newest = Monitor<(syntax: Int, matches: Int)>((0, 0))

  /// How long a question waits for a newer one.
  private static let delay = DispatchTimeInterval.milliseconds(80)

  init(mailbox: Mailbox) { self.mailbox = mailbox }

  func ask(_ question: TextQuestion) {
    newest.update {
      switch question.kind {
      case .syntax: $0.syntax = question.number
      case .matches: $0.matches = question.number
      }
    }
    queue.asyncAfter(deadline: .now() + Self.delay) { [newest, mailbox] in
      let (syntax, matches) = newest.update { $0 }
      guard question.number == syntax || question.number == matches else { return }
      mailbox.post(.examined(question.answer(), number: question.number))
    }
  }
}
