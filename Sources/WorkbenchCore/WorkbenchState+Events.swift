import JSON
import MessagesAPI
import Runs
import TerminalUI

// The events of the run that is shown: a list with the selected one below it, or that one alone.

extension WorkbenchState {
  /// How many lines below the list of events show the selected one.
  public var eventDetailHeight: Int { (layout.content?.height ?? 0) >= 16 ? 7 : 0 }

  /// Gives the selected event the whole tab, or goes back to the list.
  mutating func toggleEvent() {
    show(.events)
    guard let run, run.eventCount > 0 else {
      notice = Notice("There is no event to open")
      return
    }
    answer.isEventOpen.toggle()
    answer.eventAnchor = nil
    if let area = textArea { answer.event.fitDocument(area.size) }
    showEvent()
    answer.events.reveal()
  }

  /// Shows the selected event, as it came below the list, or laid out where it has the tab to itself.
  /// What is shown already stays as it is scrolled.
  mutating func showEvent() {
    guard let run, answer.events.selection < run.eventCount else { return }
    let event = run.event(answer.events.selection)
    let isOpen = answer.isEventOpen
    let json = try? JSONParser.parse(event.data)
    let notes = run.notes(about: event.index).map { "! \($0)\n" }
    let size = "\(event.data.count) bytes"
    let part = DocumentPart(
      title: isOpen ? Self.numberedTitle(of: event) : Self.title(of: event),
      remark: isOpen ? Wording.seconds(event.arrival) + " · " + size : size,
      text: notes.joined() + (isOpen ? json?.text(.pretty) ?? event.text : event.text),
      isJSON: json != nil)
    if answer.eventPart == part { return }
    answer.eventPart = part
    answer.event.show([part])
    answer.event.selection = nil
    answer.event.scroll.scroll(to: 0)
  }

  private static func title(of event: Run.Event) -> String {
    [event.name, event.blockIndex.map { "block \($0)" }].compactMap(\.self)
      .joined(separator: " · ")
  }

  private static func numberedTitle(of event: Run.Event) -> String {
    "\(event.index + 1) · " + title(of: event)
  }

  /// The selected events laid out, for a pager.
  var eventsText: String {
    guard let run, answer.events.selection < run.eventCount else { return "" }
    let range = answer.selectedEvents ?? answer.events.selection...answer.events.selection
    return range.map { index in
      let event = run.event(index)
      let text = (try? JSONParser.parse(event.data))?.text(.pretty) ?? event.text
      return "── \(Self.numberedTitle(of: event)) ──\n\n\(text)"
    }.joined(separator: "\n\n") + "\n"
  }

  /// Goes to the next event, or the one before, that belongs to another block.
  mutating func selectBlockOfEvents(offset: Int) {
    guard let run, run.eventCount > 0 else { return }
    let here = run.eventBlockIndex(answer.events.selection)
    var index = answer.events.selection
    repeat {
      index += offset
    } while (0..<run.eventCount).contains(index)
      && run.eventBlockIndex(index) == here
    answer.events.selection = index
    answer.events.reveal()
    showEvent()
  }
}
