import MessagesAPI
import Presets
import TerminalUI
import Testing
import WorkbenchCore

@testable import WorkbenchViews

/// Tour, jump labels, palette and log at three sizes.
@Suite struct GettingAroundPictures {
  private static let sizes = [
    Size(width: 80, height: 24), Size(width: 120, height: 36), Size(width: 40, height: 12),
  ]

  private func screen(_ size: Size, after keys: [String]) throws -> (WorkbenchState, Screen) {
    let example = try #require(Preset.shipped.first)
    var picture = Picture(example.request.body, width: size.width, height: size.height)
    let message = "The disk is full, and this sentence is long enough to be cut"
    _ = picture.state.apply(.failed(message), at: .seconds(75))
    for key in keys { try picture.press(key) }
    return (picture.state, picture.screen)
  }

  @Test(arguments: sizes)
  func `a step of the tour lies below the panes and hides none of them`(size: Size) throws {
    let (state, screen) = try screen(size, after: ["f9"])
    let strip = state.layout.strip
    let lines = screen.lines
    let last = lines[strip.y + strip.height - 1]
    if size.height < 20 {
      #expect(strip.height <= 4)
      #expect(last.hasPrefix(" Press F5 to send it."))
      #expect(lines[size.height - 1].contains("F9 Skips  Esc Leaves"))
    } else {
      #expect(lines[strip.y].hasPrefix("╭─ Tour 1/5 · sampling · step 1 of 5 ─"))
      #expect(last.hasPrefix("╰─ F9 skips · Esc leaves ─"))
    }
    #expect(lines[strip.y..<strip.y + strip.height].contains { $0.contains("Press F5 to send") })
    #expect(lines[strip.y - 1].hasPrefix("╰"))
    #expect(lines[size.height - 1].contains("F5 Send"))
  }

  @Test(arguments: sizes)
  func `every line in sight has a label of its own`(size: Size) throws {
    let (state, screen) = try screen(size, after: ["'"])
    let labels = try #require(state.jump)
    #expect(labels.targets.count == state.form.list.visible.count)
    for target in labels.targets {
      let line = Array(screen.lines[target.position.y])
      #expect(line.dropFirst(target.position.x).starts(with: target.label))
    }
  }

  @Test(arguments: sizes)
  func `the palette says what can't be done and why`(size: Size) throws {
    let (_, screen) = try screen(size, after: ["ctrl-p", "o", "l", "d", "e", "r"])
    let line = try #require(screen.lines.first { $0.contains("Older run") })
    #expect(line.contains("Alt-Left"))
    if size.width > 60 { #expect(line.contains("there is no older run")) }
  }

  @Test(arguments: sizes)
  func `the log shows a message in full with its time`(size: Size) throws {
    let (_, screen) = try screen(size, after: ["W"])
    let text = screen.lines.joined(separator: "\n")
    #expect(text.contains("1:15  The disk is full"))
    #expect(text.contains("cut"))
  }

  @Test func `the first screen says where to begin`() throws {
    let (_, screen) = try screen(Size(width: 120, height: 36), after: [])
    let text = screen.lines.joined(separator: "\n")
    for sentence in [
      "Press F5 to send the request on the left.", "F9 takes a tour: five requests",
      "F1 shows every key, Ctrl-P finds every command.",
    ] {
      #expect(text.contains(sentence))
    }
  }
}
