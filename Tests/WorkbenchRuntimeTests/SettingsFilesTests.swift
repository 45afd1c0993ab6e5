import Glibc
import Storage
import TestSupport
import Testing
import WorkbenchCore

@testable import WorkbenchRuntime

struct SettingsFilesTests {
  private let folder = TemporaryFolder()
  private var files: SettingsFiles {
    let environment = ["WORKBENCH_CONFIG_DIR": folder.path, "WORKBENCH_STATE_DIR": folder.path]
    return SettingsFiles(
      paths: StoragePaths(environment: environment), environment: environment)
  }

  @Test(arguments: [
    ("[]", "line 1, column 1: a theme is an object"),
    (" \"x\"", "line 1, column 2: a theme is an object"),
    ("{\".\": 1}", "line 1, column 2: .: themes have no such key"),
    (
      "{\"styles\": {\n\"field.value\": {\"a.b\": 1}}}",
      "line 2, column 17: styles.field.value.a.b: themes have no such key"
    ),
  ])
  func `what is wrong with a theme is told with its place`(text: String, problem: String) {
    mkdir(folder.path("themes"), 0o700)
    folder.write("themes/mine.json", Array(text.utf8))
    let settings = files.read().reading?.settings
    #expect(settings?.themeProblems["mine"] == "themes/mine.json, \(problem)")
  }

  @Test func `what may be misspelt in a theme is told with its place, and the theme holds`() {
    mkdir(folder.path("themes"), 0o700)
    folder.write("config.json", Array(#"{"theme": "mine"}"#.utf8))
    folder.write(
      "themes/mine.json", Array("{\"inherits\": \"dark\",\n \"styles\": {\"eror\": 1}}".utf8))
    folder.write("themes/other.json", Array(#"{"styles": {"eror": 1}}"#.utf8))
    let reading = files.read().reading
    #expect(
      reading?.problems == [
        "themes/mine.json, line 2, column 13: styles.eror: themes have no such key"
      ])
    #expect(reading?.settings.themeName == "mine")
  }
}
