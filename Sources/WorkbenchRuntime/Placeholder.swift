// WorkbenchRuntime
