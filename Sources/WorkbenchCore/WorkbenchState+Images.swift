import JSON
import MessagesAPI
import TerminalUI

// Images from files, and the lists of blocks that hold them.
extension WorkbenchState {
  mutating func askForImage(list: JSONPointer, index: Int, replaces: Bool) {
    // The folder of the last image, which typing another path takes away.
    var editor = TextEditor(text: imageFolder, isSingleLine: true)
    _ = editor.apply(.selectAll)
    overlay = .prompt(
      Prompt(
        purpose: .image(list: list, index: index, replaces: replaces),
        title: replaces ? "Replace the image by a file" : "Image from a file",
        hint: "PNG, JPEG, GIF or WebP; Tab completes the path",
        editor: editor))
  }

  /// Asks for an image for the message that the line belongs to.
  mutating func addImage(near row: FormRow) {
    guard let pointer = row.pointer, pointer.tokens.count >= 2, pointer.tokens[0] == "messages"
    else {
      notice = Notice("An image goes into a message; select one first")
      return
    }
    let message = JSONPointer(Array(pointer.tokens.prefix(2)))
    let count = draft[message.appending("content")]?.arrayValue?.count ?? 1
    let index = pointer.tokens.count >= 4 ? Int(pointer.tokens[3]).map { $0 + 1 } : nil
    askForImage(list: message.appending("content"), index: index ?? count, replaces: false)
  }

  /// Puts what was read in the request, as one edit; what can't be taken leaves the question open.
  mutating func take(_ reading: Action.ImageReading, from path: String) {
    guard case .prompt(var prompt) = overlay, prompt.editor.text == path,
      case .image(let list, let index, let replaces) = prompt.purpose
    else { return }
    switch reading {
    case .failure(let reason):
      prompt.complaint = reason
      overlay = .prompt(prompt)
    case .image(let mediaType, let base64):
      overlay = nil
      imageFolder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      if replaces {
        let source = list.appending(index).appending("source")
        change { draft in
          draft.edit("replace the image") {
            $0[source.appending("media_type")] = .value(.string(mediaType))
            $0[source.appending("data")] = .value(.string(base64))
          }
        }
      } else {
        let block = Block.image(mediaType: mediaType, base64: base64)
        change { $0.insert(block, at: index, in: list, name: "add an image") }
      }
      show(list.appending(index))
      let size = Preview.size(Base64.byteCount(of: base64))
      notice = Notice("\(mediaType), \(size)" + undoHint, .success)
    }
  }

  /// Goes on with a path as far as there is no choice, and shows the choice.
  mutating func completePath(_ path: String, to longer: String, choices: [String]) {
    guard case .prompt(var prompt) = overlay, prompt.editor.text == path else { return }
    prompt.editor = TextEditor(text: longer, isSingleLine: true)
    prompt.complaint = choices.isEmpty ? "nothing begins like that" : nil
    prompt.hint = choices.joined(separator: "  ")
    overlay = .prompt(prompt)
  }

  /// Makes a text a list with one text block, or a single text block a text.
  mutating func changeContent(_ row: FormRow) {
    guard let place = contentPlace(of: row), let content = draft[place] else {
      notice = Notice("Only a message or the system's text can be a list of blocks")
      return
    }
    if let text = content.stringValue {
      let name = "make \(place.spoken) a list of blocks"
      change { $0.set(place, to: [Block.text(text)], name: name) }
      show(place.appending(0))
    } else if let blocks = content.arrayValue, blocks.count == 1,
      let text = Block.text(of: blocks[0])
    {
      change { $0.set(place, to: .string(text), name: "make \(place.spoken) a text") }
      show(place)
    } else {
      notice = Notice("Only a single text block can become a text")
    }
  }

  private func contentPlace(of row: FormRow) -> JSONPointer? {
    guard let tokens = row.pointer?.tokens else { return nil }
    if tokens.first == "system" { return ["system"] }
    guard tokens.first == "messages", tokens.count >= 2 else { return nil }
    return JSONPointer(Array(tokens.prefix(2))).appending("content")
  }
}
