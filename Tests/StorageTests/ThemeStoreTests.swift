import Storage
import TerminalUI
import TestSupport
import Testing

struct ThemeStoreTests {
  let folder = TemporaryFolder()
  var store: ThemeStore { ThemeStore(folder: folder.path) }

  @Test func `without a folder there are the program's themes`() throws {
    let store = ThemeStore(folder: nil)
    #expect(store.names == Theme.builtInNames.sorted())
    for name in store.names { #expect(try store.theme(named: name).name == name) }
  }

  @Test func `a user's theme is listed and goes before the program's`() throws {
    let name = try #require(Theme.builtInNames.first)
    let source = ##"{"name":"mine","mode":"light","styles":{"text":"#010203"}}"##
    folder.write(name + ".json", Array(source.utf8))
    folder.write("extra.json", Array(source.utf8))
    #expect(store.names == (Theme.builtInNames + ["extra"]).sorted())
    #expect(try store.theme(named: name).mode == .light)
  }

  @Test func `a bad theme says what is wrong, and no name leads out of the folder`() throws {
    folder.write("bad.json", Array("{".utf8))
    #expect(throws: ThemeStore.LoadError.self) { try store.theme(named: "bad") }
    for name in ["../x", "", "none", "/etc/passwd"] {
      #expect(throws: ThemeStore.LoadError.unknown(name)) { try store.theme(named: name) }
    }
  }
}
