// WorkbenchCore
