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

  @Test func `a user's theme of a shipped one's name is that with other colours`() throws {
    folder.write("dark.json", Array(##"{"inherits":"dark","palette":{"accent":"#00ff00"}}"##.utf8))
    folder.write("light.json", Array("{".utf8))
    folder.write("mine.json", Array(#"{"inherits":"dark"}"#.utf8))
    let own = try store.theme(named: "dark")
    #expect(own.style("key").foreground == .rgb(0, 255, 0))
    #expect(own.style("error") == Theme.builtIn(named: "dark")?.style("error"))
    #expect(try store.theme(named: "mine").style("key") == own.style("key"))
    for name in ["fjord", "paper"] {
      #expect(try store.theme(named: name) == Theme.builtIn(named: name))
    }
  }

  @Test func `themes that inherit from one another are told by name`() throws {
    folder.write("a.json", Array(#"{"inherits":"b"}"#.utf8))
    folder.write("b.json", Array(#"{"inherits":"a"}"#.utf8))
    folder.write("c.json", Array(#"{"inherits":"a"}"#.utf8))
    for name in ["a", "c"] {
      #expect {
        try store.theme(named: name)
      } throws: { error in
        guard case ThemeStore.LoadError.theme(let failure) = error else { return false }
        return "\(failure)" == "inherits: a inherits itself by way of b"
      }
    }
  }

  @Test func `a bad theme says what is wrong, and no name leads out of the folder`() throws {
    folder.write("bad.json", Array("{".utf8))
    #expect(throws: ThemeStore.LoadError.self) { try store.theme(named: "bad") }
    for name in ["../x", "", "none", "/etc/passwd"] {
      #expect(throws: ThemeStore.LoadError.unknown(name)) { try store.theme(named: name) }
    }
  }
}
