import Glibc

/// Takes the user's character set, and tells whether it is UTF-8.
///
/// A UTF-8 locale that isn't installed is as good as `C.UTF-8`, which always is.
func chooseLocale(_ environment: (String) -> String?) -> Bool {
  if setlocale(LC_CTYPE, "") == nil {
    let wished = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty }
    let name = (wished ?? "").lowercased()
    guard name.hasSuffix("utf-8") || name.hasSuffix("utf8") else { return false }
    setlocale(LC_CTYPE, "C.UTF-8")
  }
  return String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8"
}
